using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SiteBuilder.ServiceDefaults.Settings;

/// <summary>
/// Reads one section of the configuration and collects every problem, so that a wrong deployment is told all of them at once.
/// Call <see cref="Check"/> when all settings are read.
/// </summary>
public sealed class SettingsReader(IConfiguration configuration, string section)
{
    private readonly List<string> _problems = [];

    /// <summary>A text that must be set.</summary>
    public string Text(string key)
    {
        if (OptionalText(key) is { } text)
        {
            return text;
        }

        Report(key, "is not set");
        return "";
    }

    /// <summary>A text, or null where it is not set or blank.</summary>
    public string? OptionalText(string key) =>
        configuration[Key(key)] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A whole number within bounds, or <paramref name="fallback"/> where it is not set.</summary>
    public int Number(string key, int fallback, int from, int to)
    {
        if (OptionalText(key) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
        {
            return number;
        }

        Report(key, $"is '{text}', expected a whole number from {from} to {to}");
        return fallback;
    }

    /// <summary>True or false; false where it is not set.</summary>
    public bool Switch(string key)
    {
        var text = OptionalText(key);
        if (text is not null && !bool.TryParse(text, out _))
        {
            Report(key, $"is '{text}', expected true or false");
        }

        return bool.TryParse(text, out var value) && value;
    }

    /// <summary>An absolute http or https URL that must be set.</summary>
    public Uri Url(string key)
    {
        var text = Text(key);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        if (text.Length > 0)
        {
            Report(key, $"is '{text}', expected a URL such as http://sites.backend:8080");
        }

        return new Uri("http://invalid");
    }

    /// <summary>A file that must be set and readable now; its content may be read again later.</summary>
    public MountedFile File(string key)
    {
        var file = new MountedFile(Text(key));
        if (file.Path.Length > 0 && file.Problem() is { } problem)
        {
            Report(key, problem);
        }

        return file;
    }

    /// <summary>Adds a problem with one setting that the caller found.</summary>
    public void Report(string key, string problem) =>
        _problems.Add($"{Key(key)} {problem} (environment variable {Key(key).Replace(":", "__", StringComparison.Ordinal)})");

    /// <summary>Ends the reading.</summary>
    /// <exception cref="SettingsException">There was a problem.</exception>
    public void Check()
    {
        if (_problems.Count > 0)
        {
            throw new SettingsException([.. _problems]);
        }
    }

    private string Key(string key) => $"{section}:{key}";
}
