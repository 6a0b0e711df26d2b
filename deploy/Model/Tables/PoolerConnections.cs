namespace SiteBuilder.Model.Tables;

/// <summary>How the connections of a server of PostgreSQL are shared among the poolers before it.</summary>
public static class PoolerConnections
{
    /// <summary>Those that poolers have together; some of the server's four hundred are left for migrations, members and people.</summary>
    public const int All = 340;

    /// <summary>Those of each pooler that ask how services prove their passwords; all may be in one database.</summary>
    public const int Asking = 10;

    private const int MostOfOne = 50;

    /// <summary>The most poolers of a server: all of them, and one that comes before another goes, have one connection at least for each of the databases.</summary>
    public static int MostPoolers => (All / (DatabaseLogins.Services.Count * (1 + Asking))) - 1;

    /// <summary>How many connections each database has at one pooler, beside those that ask: so many that all of them together find room at the server.</summary>
    /// <param name="poolers">How many poolers there are at the most.</param>
    /// <param name="databases">How many databases the server has.</param>
    public static int OfEach(int poolers, int databases) => Math.Clamp((All / poolers / databases) - Asking, 1, MostOfOne);
}
