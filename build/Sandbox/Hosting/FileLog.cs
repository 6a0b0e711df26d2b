using System.Globalization;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>Writes the log to a file. At 5 MiB it is moved to .1, so that two files are the most there ever is.</summary>
internal sealed class FileLog(string path, TimeProvider time) : ILoggerProvider
{
    private const long MaxBytes = 5 * 1024 * 1024;

    private readonly Lock _gate = new();
    private StreamWriter _writer = Open(path);

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? error)
    {
        lock (_gate)
        {
            if (_writer.BaseStream.CanWrite && _writer.BaseStream.Length > MaxBytes)
            {
                _writer.Dispose();
                File.Move(path, path + ".1", overwrite: true);
                _writer = Open(path);
            }

            string now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            if (_writer.BaseStream.CanWrite)
            {
                _writer.WriteLine($"{now} {level} {category}: {message}{(error is null ? "" : $"{Environment.NewLine}{error}")}");
            }
        }
    }

    private static StreamWriter Open(string path) =>
        new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    private sealed class Category(FileLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, name, formatter(state, exception), exception);
            }
        }
    }
}
