namespace SiteBuilder.ServiceDefaults.Correlation;

/// <summary>
/// One id for all that a request from outside sets off. Who sends a good one keeps it; else one is made. It goes on to the next service, into
/// every log line of the request and into the answer.
/// </summary>
public static class CorrelationId
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Correlation-ID";

    /// <summary>The longest one, in characters.</summary>
    public const int Longest = 64;

    /// <summary>Whether a text may serve: letters, digits, dots, hyphens and underscores, so that it can stand in any log and header.</summary>
    public static bool IsGood(string text) =>
        text.Length is > 0 and <= Longest && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
