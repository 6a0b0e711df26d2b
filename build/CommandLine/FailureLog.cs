using Serilog;
using Serilog.Core;
using Serilog.Events;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.CommandLine;

/// <summary>Puts what a person can use in the place of Nuke's exception with its stack trace; hands on everything else as it is.</summary>
/// <param name="inner">The log of the build.</param>
/// <param name="isStopped">Whether the caller asked the build to stop.</param>
internal sealed class FailureLog(ILogger inner, Func<bool> isStopped) : ILogEventSink, IDisposable
{
    private const string OfNuke = "Target {TargetName} has thrown an exception";
    private const string Failure = nameof(Failure);
    private static readonly MessageTemplate s_template = new Serilog.Parsing.MessageTemplateParser().Parse($"{{{Failure}:l}}");

    /// <summary>A log that writes to the one that is given.</summary>
    public static ILogger Around(ILogger inner, Func<bool> isStopped) =>
        new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new FailureLog(inner, isStopped)).CreateLogger();

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent) => inner.Write(TextOf(logEvent) is { } text
        ? new LogEvent(logEvent.Timestamp, logEvent.Level, null, s_template, [new LogEventProperty(Failure, new ScalarValue(text))])
        : logEvent);

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();

    private string? TextOf(LogEvent logEvent)
    {
        if (logEvent.Exception is not { } exception || logEvent.MessageTemplate.Text != OfNuke)
            return null;
        var target = logEvent.Properties["TargetName"] is ScalarValue { Value: string name } ? name : "The build";
        return isStopped() ? FailureText.OfStopped(target, exception) : FailureText.Of(target, exception);
    }
}
