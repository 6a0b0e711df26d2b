using System.Reflection;

namespace Nuke.Common.Utilities;

/// <summary>Looks into exceptions.</summary>
public static class ExceptionExtensions
{
    /// <summary>The exception inside those that reflection and tasks wrap around it.</summary>
    public static Exception Unwrap(this Exception exception)
    {
        while (exception is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && exception.InnerException != null)
            exception = exception.InnerException;
        return exception;
    }
}
