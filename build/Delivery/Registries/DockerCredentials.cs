using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Registries;

/// <summary>
/// Credentials from where <c>docker login</c> keeps them: <c>config.json</c> below DOCKER_CONFIG or <c>~/.docker</c>, entries of the file and
/// credential helpers. None is found = anonymous.
/// </summary>
/// <param name="configFile">Another file; null = Docker's own place.</param>
/// <param name="redaction">Learns every password that is read.</param>
public sealed class DockerCredentials(string? configFile = null, Redaction? redaction = null)
{
    private readonly string _file = configFile ?? Path.Combine(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        "config.json");

    internal async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellation)
    {
        if (!File.Exists(_file))
        {
            return null;
        }

        var config = Read();
        string[] names = registry == "registry-1.docker.io" ? ["https://index.docker.io/v1/", "docker.io", registry] : [registry, "https://" + registry, "http://" + registry];
        var helper = names.Select(n => config["credHelpers"]?[n]?.GetValue<string>()).FirstOrDefault(h => h is not null) ?? config["credsStore"]?.GetValue<string>();
        var found = FromFile(config, names);
        if (found is null && helper is not null)
        {
            found = await FromHelperAsync(helper, names[0], cancellation).ConfigureAwait(false);
        }

        redaction?.Hide(found?.Password);
        return found;
    }

    private JsonNode Read()
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(_file)) ?? new JsonObject();
        }
        catch (JsonException error)
        {
            throw new UsageException($"{_file} is no JSON ({error.Message}). Correct it, or remove it and run docker login again.");
        }
    }

    private static RegistryCredential? FromFile(JsonNode config, string[] names)
    {
        var entry = names.Select(n => config["auths"]?[n] ?? config["auths"]?[n + "/"]).FirstOrDefault(e => e is not null);
        if (entry?["identitytoken"]?.GetValue<string>() is { Length: > 0 } token)
        {
            return new RegistryCredential("<token>", token);
        }

        if (entry?["auth"]?.GetValue<string>() is { Length: > 0 } packed && TryUnpack(packed) is [var user, var password])
        {
            return new RegistryCredential(user, password);
        }

        return entry?["username"]?.GetValue<string>() is { } name && entry["password"]?.GetValue<string>() is { } secret ? new RegistryCredential(name, secret) : null;
    }

    private static string[] TryUnpack(string packed)
    {
        var bytes = new byte[packed.Length];
        return Convert.TryFromBase64String(packed, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count).TrimEnd('\0').Split(':', 2) : [];
    }

    private static async Task<RegistryCredential?> FromHelperAsync(string helper, string registry, CancellationToken cancellation)
    {
        if (MachineFacts.FindOnPath($"docker-credential-{helper}") is not { } program)
        {
            return null;
        }

        // the protocol of credential helpers: the server on standard input, JSON on standard output; not zero = nothing is stored
        var answer = await Cli.Wrap(program).WithArguments("get").WithStandardInputPipe(PipeSource.FromString(registry))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation).ConfigureAwait(false);
        return answer.ExitCode == 0 && JsonNode.Parse(answer.StandardOutput) is { } found
            ? new RegistryCredential(found["Username"]?.GetValue<string>() ?? "", found["Secret"]?.GetValue<string>() ?? "")
            : null;
    }
}
