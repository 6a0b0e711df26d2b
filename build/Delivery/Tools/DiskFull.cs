namespace SiteBuilder.Delivery.Tools;

/// <summary>A disk without room, as the kernel, tools, Docker Engine and registries say it.</summary>
public static class DiskFull
{
    // ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL of Windows
    private static readonly int[] s_codes = [28, 122, unchecked((int)0x80070070)];
    private static readonly string[] s_words = ["no space left", "ENOSPC", "disk quota exceeded", "not enough space on the disk"];

    /// <summary>Whether a text tells of it.</summary>
    public static bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return s_words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether an exception tells of it.</summary>
    public static bool Is(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is IOException && s_codes.Contains(error.HResult);
    }

    /// <summary>What to do about it.</summary>
    /// <param name="where">The disk, such as <c>the disk of localhost:5055</c>.</param>
    public static string Remedy(string where) => $"Free space on {where}, then run the same command again; what is finished is kept.";

    /// <summary>The same for the disk of Docker Engine.</summary>
    public static string EngineRemedy => $"{Remedy("the disk of Docker Engine")} See what takes it: docker system df";
}
