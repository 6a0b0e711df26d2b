using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Reports;

/// <summary>What a stage leaves in artifacts/ as JSON for people and for later stages. A file is there whole or not at all.</summary>
public static class ReportFile
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolverChain = { ReportJson.Default, new DefaultJsonTypeInfoResolver() },
    };

    /// <summary>Writes a report; its folder is made where it is missing.</summary>
    public static void Write<T>(string path, T report) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(report, s_json));

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file.</param>
    /// <param name="writer">The target that writes it.</param>
    /// <exception cref="UsageException">It is not there, or it is no such report.</exception>
    public static T Read<T>(string path, string writer)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), s_json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no {path}. Run ./build.sh {writer} first.");
        }
        catch (JsonException error)
        {
            throw new UsageException($"{path} is no report of {writer}: {error.Message} Run ./build.sh {writer} again.");
        }
    }
}
