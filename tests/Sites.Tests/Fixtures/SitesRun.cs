using SiteBuilder.Sites;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>The settings of a Sites under test, and the files they name.</summary>
public sealed class SitesRun : IDisposable
{
    /// <summary>The editor token.</summary>
    public const string Token = "the-editor-token";

    /// <summary>Two brands, as the platform mounts them.</summary>
    public const string TwoBrands = """
        [
          {"name": "acme", "title": "Acme", "hosts": ["acme.test", "www.acme.test"], "theme": "blue"},
          {"name": "globex", "title": "Globex", "hosts": ["globex.test"], "theme": "green"}
        ]
        """;

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("sitebuilder-test-");
    private readonly TestDatabase _database;

    /// <summary>Writes the files.</summary>
    public SitesRun(TestDatabase database, string brands = TwoBrands)
    {
        _database = database;
        Write("token", Token);
        Write("user", "postgres");
        Write("password", database.Password);
        Write("brands.json", brands);
    }

    /// <summary>The port of the database; tests point it elsewhere to take the database away.</summary>
    public int? DatabasePort { get; init; }

    /// <summary>Where Auth is; nobody answers there unless a test sees to it.</summary>
    public Uri Auth { get; init; } = new("http://127.0.0.1:9");

    /// <summary>How long <c>migrate</c> waits for the database, in seconds.</summary>
    public int Patience { get; init; } = 60;

    /// <summary>The arguments of both commands.</summary>
    public string[] Arguments(int port = 0) =>
    [
        .. File.Exists(PathOf("shards.json")) ? [$"--Sites:ShardsFile={PathOf("shards.json")}"] : Array.Empty<string>(),
        .. RunningService.CommonArguments(port),
        "--Sites:Database:Host=127.0.0.1",
        $"--Sites:Database:Port={DatabasePort ?? _database.Port}",
        $"--Sites:Database:Name={_database.Name}",
        $"--Sites:Database:UserFile={PathOf("user")}",
        $"--Sites:Database:PasswordFile={PathOf("password")}",
        $"--Sites:EditorTokenFile={PathOf("token")}",
        $"--Sites:Auth={Auth}",
        $"--Sites:BrandsFile={PathOf("brands.json")}",
        $"--Sites:Migrate:WaitSeconds={Patience}",
    ];

    /// <summary>Runs the command <c>migrate</c>.</summary>
    public Task<int> MigrateAsync() => SitesMigration.RunAsync(Arguments(), TestContext.Current.CancellationToken);

    /// <summary>Starts the serving process.</summary>
    public Task<RunningService> StartAsync(int port = 0) => RunningService.StartAsync(SitesService.Create(Arguments(port)));

    /// <summary>Writes one of the files anew.</summary>
    public void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    /// <summary>The folder of the files.</summary>
    public string Folder => _files.FullName;

    /// <summary>Where one of the files is.</summary>
    public string PathOf(string name) => Path.Combine(_files.FullName, name);

    /// <inheritdoc />
    public void Dispose() => _files.Delete(recursive: true);
}
