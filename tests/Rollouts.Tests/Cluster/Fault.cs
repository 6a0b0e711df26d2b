namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>What goes wrong with a request.</summary>
internal sealed record Fault
{
    /// <summary>Nothing.</summary>
    public static readonly Fault None = new();

    /// <summary>The connection breaks before the API server hears of it.</summary>
    public static readonly Fault LostRequest = new() { BreaksBefore = true };

    /// <summary>The API server does it and its answer is lost.</summary>
    public static readonly Fault LostAnswer = new() { BreaksAfter = true };

    /// <summary>The history that the watch asks for is gone.</summary>
    public static readonly Fault Gone = new() { Status = 410, Body = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","reason":"Expired","code":410}""" };

    /// <summary>The same, told inside the watch.</summary>
    public static readonly Fault GoneWithin = new() { Status = 200, Body = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","reason":"Expired","code":410}}""" + "\n" };

    public bool BreaksBefore { get; init; }

    public bool BreaksAfter { get; init; }

    /// <summary>The API server hears of it only then; null for at once.</summary>
    public Task? Until { get; init; }

    /// <summary>Never answered.</summary>
    public bool Hangs { get; init; }

    /// <summary>Answered so instead of by the API server; 0 for not.</summary>
    public int Status { get; init; }

    public string Body { get; init; } = "";

    public string? RetryAfter { get; init; }

    /// <summary>The answer ends after so many bytes as if it were complete; null for the whole of it.</summary>
    public int? Cut { get; init; }

    /// <summary>The answer breaks after this time; null for never.</summary>
    public TimeSpan? BreaksWithin { get; init; }

    public static Fault Refused(int status, string reason, string? retryAfter = null) => new()
    {
        Status = status,
        RetryAfter = retryAfter,
        Body = $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"not now","reason":"{{reason}}","code":{{status}}}""",
    };
}
