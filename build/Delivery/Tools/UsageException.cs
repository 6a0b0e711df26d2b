namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// The caller's mistake: a missing tool, an unknown name, a wrong value. The message stands alone, names what was found and what fixes it;
/// a stack trace or an inner exception would only distract from it.
/// </summary>
public sealed class UsageException : Exception
{
    /// <param name="message">The whole message for the reader, the remedy included.</param>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>The message alone: a log that prints exceptions shows the reader what helps, not where in our code it was noticed.</summary>
    public override string ToString() => Message;
}
