using System.Globalization;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>PostgreSQL's parameters as they follow from the memory of a pod and the size of its volume; rules of thumb of PostgreSQL's manual, chapters 20.4 to 20.7.</summary>
internal static class PostgresSettings
{
    private const decimal Mi = 1024 * 1024;

    /// <summary>So many connections sort at the same time; most of those in the pools of services are idle.</summary>
    private const int Sorting = 100;

    /// <summary>The parameters as <c>name=value</c>, separated by blanks.</summary>
    public static string Of(RenderContext context)
    {
        var memory = context.SettingsOf(ServiceTable.Postgres).Memory.Limit.Amount;
        var storage = context.Environment.Database.Storage.Amount;
        return string.Join(' ', (string[])
        [
            $"shared_buffers={Megabytes(memory / 4, 16)}",
            $"effective_cache_size={Megabytes(memory * 3 / 4, 32)}",
            $"maintenance_work_mem={Megabytes(Math.Min(memory / 16, 2048 * Mi), 16)}",
            $"work_mem={Megabytes(memory / 4 / Sorting, 4)}",
            // a disk without room must not fill up with segments, nor with those that a replica that is away has not fetched
            $"max_wal_size={Megabytes(Math.Min(storage / 8, 4096 * Mi), 64)}",
            $"max_slot_wal_keep_size={Megabytes(storage / 4, 128)}",
        ]);
    }

    private static string Megabytes(decimal bytes, int least) => $"{Math.Max(Math.Floor(bytes / Mi), least).ToString(CultureInfo.InvariantCulture)}MB";
}
