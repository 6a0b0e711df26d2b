using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The options of writes in a request's query.</summary>
internal static class WriteRequest
{
    /// <param name="options">The kind of the options, such as CreateOptions, which errors name.</param>
    public static WriteOptions Options(HttpContext context, string options, string subresource = "")
    {
        var manager = context.Request.Query["fieldManager"].ToString();
        if (manager.Length > 128) throw Refusal.InvalidOptions(options, new Cause("FieldValueTooLong", "fieldManager", "Too long: may not be more than 128 bytes"));
        if (manager.ToList().FindIndex(IsUnprintable) is >= 0 and var at)
        {
            throw Refusal.InvalidOptions(options, new Cause("FieldValueInvalid", "fieldManager",
                $"Invalid value: \"{string.Concat(manager.Select(c => IsUnprintable(c) ? $"\\x{(int)c:x2}" : $"{c}"))}\": invalid character U+{(int)manager[at]:X4} (at position {at})"));
        }
        if (manager.Length == 0)
        {
            manager = string.Concat(context.Request.Headers.UserAgent.ToString().Split('/')[0].Where(c => !IsUnprintable(c)).Take(128));
            if (manager.Length == 0) manager = "unknown";
        }
        return new WriteOptions(manager, subresource is "status" or "scale" or "finalize" ? subresource : "", IsDryRun(context, options), warning => Answer.WarnAbout(context, [warning]), context.Features.Get<User>());
    }

    private static bool IsUnprintable(char c) => char.IsControl(c) || (char.IsWhiteSpace(c) && c != ' ');

    public static bool IsDryRun(HttpContext context, string options)
    {
        var values = context.Request.Query["dryRun"];
        if (values.Count == 0) return false;
        if (values.All(v => v == "All")) return true;
        throw Refusal.InvalidOptions(options, new Cause("FieldValueNotSupported", "dryRun",
            $"Unsupported value: [{string.Join(",", values.Select(v => $"\"{v}\""))}]: supported values: \"All\""));
    }

    public static bool IsDryRun(HttpContext context) => context.Request.Query["dryRun"].Contains("All");
}
