namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>A whole answer.</summary>
internal sealed record StrictAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Whether the server will close the connection after it.</summary>
    public bool IsLast => Headers.GetValueOrDefault("Connection") == "close";
}
