using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Manifests.Services;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Waf.Tests;

/// <summary>The real image in Docker Engine, as the pod runs it: no root, a read-only root, and the files that an environment renders, with one service behind all routes.</summary>
internal sealed class WafContainer : IAsyncDisposable
{
    private static readonly SemaphoreSlim OneLoad = new(1);
    private readonly IDockerClient _engine;
    private readonly TemporaryFolder _folder = new();
    private string _id = "";

    private WafContainer(IDockerClient engine) => _engine = engine;

    public ServiceBehind Service { get; } = new();

    public string Address { get; private set; } = "";

    public static DeliveryEnvironment Environment(WafMode mode, params WafExclusion[] exclusions) =>
        EnvironmentFiles.Load(Path.Combine(Repository.Root, "deploy", "environments"), "staging") with { Waf = new WafSettings { Mode = mode, Exclusions = exclusions } };

    public static Task<WafContainer> StartAsync(DeliveryEnvironment environment) => StartAsync(WafRules.Of(environment), WafSite.Of(environment));

    public static async Task<WafContainer> StartAsync(string? rules, string site)
    {
        var waf = new WafContainer(await TestEngine.ConnectOrSkipAsync());
        try
        {
            await waf.CreateAsync(rules, site);
            return waf;
        }
        catch
        {
            await waf.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends bytes and returns the status of the answer.</summary>
    public async Task<(int Status, string Answer)> SendAsync(byte[] request)
    {
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(Address, 8080, patience.Token);
        var (stream, answer, buffer) = (client.GetStream(), new StringBuilder(), new byte[65536]);
        try
        {
            await stream.WriteAsync(request, patience.Token);
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException) when (answer.Length > 0)
        {
            // an answer may come before all was sent
        }

        return (int.Parse(answer.ToString().AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), answer.ToString());
    }

    public async Task<int> GetAsync(string host, string path, int port = 8080)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Address}:{port}") };
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        request.Headers.UserAgent.ParseAdd("test/1");
        request.Headers.Accept.ParseAdd("*/*");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>All that it has written, once that many findings and failures are there: it writes a line after it has answered.</summary>
    public async Task<(string Text, IReadOnlyList<JsonNode> Findings)> LogAsync(int findings, int failures = 0)
    {
        for (var tries = 0; ; tries++)
        {
            using var log = await _engine.Containers.GetContainerLogsAsync(_id, new ContainerLogsParameters { ShowStdout = true }, TestContext.Current.CancellationToken);
            var (text, _) = await log.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToLookup(line => line["event"]!.ToString());
            List<JsonNode> found = [.. lines["finding"]];
            if ((found.Count >= findings && lines["failure"].Count() >= failures) || tries == 50)
            {
                return (text, found);
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public async Task ExecuteAsync(params string[] command)
    {
        var made = await _engine.Exec.CreateContainerExecAsync(_id, new ContainerExecCreateParameters { Cmd = [.. command], AttachStdout = true, AttachStderr = true });
        using var stream = await _engine.Exec.StartContainerExecAsync(made.ID, new ContainerExecStartParameters());
        await stream.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to stop, as the node does, and waits.</summary>
    public async Task<long> StopAsync()
    {
        await _engine.Containers.StopContainerAsync(_id, new ContainerStopParameters { WaitBeforeKillSeconds = 30 });
        return (await _engine.Containers.WaitContainerAsync(_id)).StatusCode;
    }

    /// <summary>How it ended by itself, and what it said.</summary>
    public async Task<(long Code, string Said)> EndAsync()
    {
        var ended = await _engine.Containers.WaitContainerAsync(_id, TestContext.Current.CancellationToken);
        using var log = await _engine.Containers.GetContainerLogsAsync(_id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true }, TestContext.Current.CancellationToken);
        var (output, error) = await log.ReadOutputToEndAsync(TestContext.Current.CancellationToken);
        return (ended.StatusCode, (output + error).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (_id.Length > 0)
        {
            await _engine.Containers.RemoveContainerAsync(_id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }

        await Service.DisposeAsync();
        _engine.Dispose();
        _folder.Dispose();
    }

    private async Task CreateAsync(string? rules, string site)
    {
        var image = await ImageAsync();
        var bridge = await _engine.Networks.InspectNetworkAsync("bridge", TestContext.Current.CancellationToken);
        var host = NetworkInterface.GetAllNetworkInterfaces().Single(card => card.Name == bridge.Options["com.docker.network.bridge.name"]).GetIPProperties().UnicastAddresses
            .First(own => own.Address.AddressFamily == AddressFamily.InterNetwork).Address;
        var behind = $"{host}:{Service.Port}";
        var settings = Directory.CreateDirectory(_folder.At("settings")).FullName;
        await File.WriteAllTextAsync(Path.Combine(settings, "site.conf"), Regex.Replace(site, @"set \$service \S+;", $"set $service http://{behind};"));
        if (rules is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(settings, "rules.conf"), rules);
        }

        _id = (await _engine.Containers.CreateContainerAsync(new CreateContainerParameters
        {
            Image = image,
            HostConfig = new HostConfig
            {
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                Binds = [$"{settings}:/etc/waf:ro"],
                Tmpfs = new Dictionary<string, string> { ["/tmp"] = "mode=1777", ["/var/lib/waf"] = "uid=10004,gid=10004" },
            },
        })).ID;
        await _engine.Containers.StartContainerAsync(_id, new ContainerStartParameters());
        Address = (await _engine.Containers.InspectContainerAsync(_id)).NetworkSettings!.Networks!["bridge"].IPAddress;
        for (var tries = 0; rules is not null && tries < 300 && !await IsUpAsync(); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> ImageAsync()
    {
        await OneLoad.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return await new EngineImages(_engine, _folder.Path).EnsureAsync("waf", await RepositoryImages.LayoutAsync("waf"), CancellationToken.None);
        }
        finally
        {
            OneLoad.Release();
        }
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            return await GetAsync("probe", "/health/ready", 8081) == 200;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            return false;
        }
    }
}
