using System.Text.Json;
using System.Text.Json.Serialization;

namespace SiteBuilder.Delivery.Platform.Local;

/// <summary>The ready file of a running sandbox.</summary>
/// <param name="Pid">Process id of the sandbox.</param>
/// <param name="Program">Folder of the program that runs.</param>
/// <param name="Api">Base address of its API server.</param>
/// <param name="Ingress">Base address of its ingress.</param>
public sealed record SandboxReady(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("program")] string? Program,
    [property: JsonPropertyName("api")] string Api,
    [property: JsonPropertyName("ingress")] string Ingress)
{
    /// <summary>Version of the program that runs: the name of its folder; null where it does not say.</summary>
    [JsonIgnore]
    public string? Version => Path.GetFileName(Program);

    /// <summary>The ready file's content; null where there is none or it is being written.</summary>
    public static SandboxReady? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SandboxReady>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
