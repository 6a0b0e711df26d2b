namespace Nuke.Common.CI.GitHubActions.Configuration;

internal static class Yaml
{
    /// <summary>The text in single quotes where YAML would read it as something else.</summary>
    public static string Quote(string text) =>
        text.All(x => char.IsLetterOrDigit(x) || x is '-' or '_' or '.' or '/') ? text : $"'{text.Replace("'", "''")}'";
}
