using Serilog.Sinks.SystemConsole.Themes;

namespace Nuke.Common.Execution.Theming;

/// <summary>Colours by ANSI sequences, or none.</summary>
internal sealed class HostTheme(bool coloured) : IHostTheme
{
    // an empty line of the framework is no empty line for programs that squeeze those
    private const string Blank = "\u200b";
    private const string Plain = "39;1";
    private const string Blue = "38;5;45;1";
    private const string Orange = "38;5;214;1";
    private const string Red = "38;5;196;1";
    private const string Green = "32;1";
    private const string Grey = "38;5;247";

    public ConsoleTheme Console => coloured ? new AnsiConsoleTheme(Styles()) : ConsoleTheme.None;

    public static HostTheme ForConsole()
    {
        var plain = System.Console.IsOutputRedirected
            || Environment.GetEnvironmentVariable("TERM") is "dumb"
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new HostTheme(!plain);
    }

    public void WriteSuccess(string text = null) => Write(Green, text);

    public void WriteVerbose(string text = null) => Write(Plain, text);

    public void WriteDebug(string text = null) => Write(Grey, text);

    public void WriteInformation(string text = null) => Write(Blue, text);

    public void WriteWarning(string text = null) => Write(Orange, text);

    public void WriteError(string text = null) => Write(Red, text);

    private static Dictionary<ConsoleThemeStyle, string> Styles()
    {
        var styles = Enum.GetValues<ConsoleThemeStyle>().Distinct().ToDictionary(x => x, _ => Ansi("39"));
        foreach (var style in new[] { ConsoleThemeStyle.SecondaryText, ConsoleThemeStyle.TertiaryText, ConsoleThemeStyle.Name })
            styles[style] = Ansi(Grey);
        foreach (var style in new[]
                 {
                     ConsoleThemeStyle.String, ConsoleThemeStyle.Number, ConsoleThemeStyle.Boolean,
                     ConsoleThemeStyle.Scalar, ConsoleThemeStyle.Null, ConsoleThemeStyle.LevelInformation,
                 })
            styles[style] = Ansi(Blue);
        styles[ConsoleThemeStyle.LevelVerbose] = Ansi(Grey);
        styles[ConsoleThemeStyle.LevelDebug] = Ansi(Plain);
        styles[ConsoleThemeStyle.LevelWarning] = Ansi(Orange);
        styles[ConsoleThemeStyle.LevelError] = Ansi(Red);
        styles[ConsoleThemeStyle.LevelFatal] = Ansi(Red);
        return styles;
    }

    private static string Ansi(string code) => $"\u001b[{code}m";

    private void Write(string code, string text)
    {
        if (string.IsNullOrEmpty(text))
            System.Console.WriteLine(Blank);
        else
            System.Console.WriteLine(coloured ? $"{Ansi(code)}{text}{Ansi("0")}" : text);
    }
}
