using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Throws where something is not as it must be.</summary>
public static class Assert
{
    /// <summary>Throws.</summary>
    [DoesNotReturn]
    public static void Fail(string message, Exception exception = null) => throw new Exception(message, exception);

    /// <summary>Throws where the condition is false.</summary>
    public static void True(
        [DoesNotReturnIf(false)] bool condition,
        string message = null,
        [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (!condition)
            throw new ArgumentException(message ?? $"Expected condition to be true: {argumentExpression}");
    }

    /// <summary>Throws where the condition is true.</summary>
    public static void False(
        [DoesNotReturnIf(true)] bool condition,
        string message = null,
        [CallerArgumentExpression(nameof(condition))] string argumentExpression = null)
    {
        if (condition)
            throw new ArgumentException(message ?? $"Expected condition to be false: {argumentExpression}");
    }

    /// <summary>Throws where the object is null.</summary>
    public static T NotNull<T>(
        [NotNull] this T obj,
        string message = null,
        [CallerArgumentExpression(nameof(obj))] string argumentExpression = null)
        where T : class => obj ?? throw new ArgumentException(message ?? $"Expected object to be not null: {argumentExpression}");

    /// <summary>Throws where the text is null or empty.</summary>
    public static string NotNullOrEmpty(
        [NotNull] this string str,
        string message = null,
        [CallerArgumentExpression(nameof(str))] string argumentExpression = null) =>
        !string.IsNullOrEmpty(str) ? str : throw new ArgumentException(message ?? $"Expected text to be not null or empty: {argumentExpression}");

    /// <summary>Throws where the text is null, empty or blank.</summary>
    public static string NotNullOrWhiteSpace(
        [NotNull] this string str,
        string message = null,
        [CallerArgumentExpression(nameof(str))] string argumentExpression = null) =>
        !string.IsNullOrWhiteSpace(str) ? str : throw new ArgumentException(message ?? $"Expected text to be not null or blank: {argumentExpression}");

    /// <summary>Throws where the collection is empty.</summary>
    public static void NotEmpty<T>(
        IReadOnlyCollection<T> collection,
        string message = null,
        [CallerArgumentExpression(nameof(collection))] string argumentExpression = null) =>
        True(collection is { Count: > 0 }, message ?? $"Expected collection to be not empty: {argumentExpression}");

    /// <summary>Throws where the file does not exist.</summary>
    public static void FileExists(
        string path,
        string message = null,
        [CallerArgumentExpression(nameof(path))] string argumentExpression = null) =>
        True(File.Exists(path), message ?? $"Expected file to exist: {path} ({argumentExpression})");

    /// <summary>Throws where the folder does not exist.</summary>
    public static void DirectoryExists(
        string path,
        string message = null,
        [CallerArgumentExpression(nameof(path))] string argumentExpression = null) =>
        True(Directory.Exists(path), message ?? $"Expected folder to exist: {path} ({argumentExpression})");
}
