namespace Nuke.Common.Utilities;

/// <summary>Runs an action at the end of a using block.</summary>
public class DelegateDisposable : IDisposable
{
    private readonly Action cleanup;

    private DelegateDisposable(Action cleanup) => this.cleanup = cleanup;

    /// <summary>Runs the first action now and the second at the end.</summary>
    public static IDisposable CreateBracket(Action setup = null, Action cleanup = null)
    {
        setup?.Invoke();
        return new DelegateDisposable(cleanup);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cleanup?.Invoke();
        GC.SuppressFinalize(this);
    }
}
