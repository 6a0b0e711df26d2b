using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

public static partial class Logging
{
    /// <summary>Remembers warnings and errors for the end of the build.</summary>
    public class InMemorySink : ILogEventSink, IDisposable
    {
        private readonly Lock gate = new();
        private readonly List<LogEvent> logEvents = [];

        private InMemorySink()
        {
        }

        /// <summary>The only one.</summary>
        public static InMemorySink Instance { get; } = new();

        /// <summary>What was logged so far.</summary>
        public IReadOnlyCollection<LogEvent> LogEvents
        {
            get
            {
                lock (gate)
                    return [.. logEvents];
            }
        }

        /// <inheritdoc/>
        public void Emit(LogEvent logEvent)
        {
            lock (gate)
                logEvents.Add(logEvent);
        }

        /// <inheritdoc/>
        public void Dispose() => GC.SuppressFinalize(this);
    }
}
