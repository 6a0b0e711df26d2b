namespace Nuke.Common.Utilities.Collections;

/// <summary>Small additions to sequences.</summary>
public static class EnumerableExtensions
{
    /// <summary>Calls the action for each element.</summary>
    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T> action)
    {
        foreach (var item in enumerable)
            action(item);
    }

    /// <summary>Calls the action for each element with its number.</summary>
    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T, int> action)
    {
        foreach (var (index, item) in enumerable.Index())
            action(item, index);
    }

    /// <summary>Whether there is no element.</summary>
    public static bool IsEmpty<T>(this IEnumerable<T> enumerable) => !enumerable.Any();
}
