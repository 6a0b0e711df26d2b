using System.Globalization;
using Nuke.Common.Execution.Theming;
using Serilog;
using Serilog.Context;
using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>Sets up <see cref="Log"/> for a build.</summary>
public static partial class Logging
{
    /// <summary>The level in force; can be changed at any time.</summary>
    public static readonly LoggingLevelSwitch LevelSwitch = new(LogEventLevel.Debug);

    private const string TargetProperty = "ExecutingTarget";

    /// <summary>The lowest level that is written to the console.</summary>
    public static LogLevel Level
    {
        get => LevelSwitch.MinimumLevel switch
        {
            LogEventLevel.Verbose => LogLevel.Trace,
            LogEventLevel.Warning => LogLevel.Warning,
            LogEventLevel.Error => LogLevel.Error,
            _ => LogLevel.Normal,
        };
        set => LevelSwitch.MinimumLevel = value switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            _ => LogEventLevel.Debug,
        };
    }

    /// <summary>Makes <see cref="Log.Logger"/> write to the console and remember warnings and errors.</summary>
    public static void Configure(INukeBuild build = null)
    {
        var timestamps = build == null || !BuildManager.IsDisabled(build, DefaultOutput.Timestamps);
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.FromLogContext()
            .WriteTo.Logger(x => x
                .Filter.ByExcluding(e => NukeBuild.Host.FilterMessage(e.MessageTemplate.Text))
                .WriteTo.Console(
                    outputTemplate: (timestamps ? "{Timestamp:HH:mm:ss} " : null) + "[{Level:u3}] {Message:l}{NewLine}{Exception}",
                    formatProvider: CultureInfo.InvariantCulture,
                    theme: ((HostTheme)NukeBuild.Host.Theme).Console,
                    applyThemeToRedirectedOutput: true,
                    levelSwitch: LevelSwitch))
            .WriteTo.Sink(InMemorySink.Instance, LogEventLevel.Warning)
            .CreateLogger();
    }

    /// <summary>Names the target that the lines until the result is disposed belong to.</summary>
    public static IDisposable SetTarget(string name) => LogContext.PushProperty(TargetProperty, name);

    internal static void WriteErrorsAndWarnings(Host host)
    {
        using var logger = new LoggerConfiguration()
            .WriteTo.Logger(x => x
                .Filter.ByIncludingOnly(e => e.Properties.ContainsKey(TargetProperty))
                .WriteTo.Console(
                    outputTemplate: $"[{{Level:u3}}] {{{TargetProperty}:l}}: {{Message:l}}{{NewLine}}",
                    formatProvider: CultureInfo.InvariantCulture,
                    theme: ((HostTheme)host.Theme).Console,
                    applyThemeToRedirectedOutput: true))
            .WriteTo.Logger(x => x
                .Filter.ByExcluding(e => e.Properties.ContainsKey(TargetProperty))
                .WriteTo.Console(
                    outputTemplate: "[{Level:u3}] {Message:l}{NewLine}",
                    formatProvider: CultureInfo.InvariantCulture,
                    theme: ((HostTheme)host.Theme).Console,
                    applyThemeToRedirectedOutput: true))
            .CreateLogger();
        foreach (var logEvent in InMemorySink.Instance.LogEvents)
            logger.Write(logEvent);
    }
}
