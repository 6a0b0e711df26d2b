using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Http;
using SiteBuilder.Sandbox.Network;
using SiteBuilder.Sandbox.Runtime;
using SiteBuilder.Sandbox.Runtime.Engine;
using SiteBuilder.Sandbox.Runtime.Scripted;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>
/// A running sandbox. Disposing of it ends the process's part and leaves pods running, as a node's restart does: the next sandbox on the
/// same data takes them over. <see cref="SandboxRemoval"/> removes them.
/// </summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private const int DnsHost = 10;

    private readonly SandboxOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly List<Task> _loops = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isReady;
    private bool _ended;

    private SandboxHost(SandboxOptions options) => _options = options;

    public static string Version { get; } =
        typeof(SandboxHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public string KubeconfigPath => _options.Kubeconfig;

    public int ApiPort { get; private set; }

    public int IngressPort { get; private set; }

    /// <summary>Faults when a part of the sandbox has failed for good.</summary>
    public Task Completion => _failed.Task;

    internal IClusterObjects Objects { get; private set; } = null!;

    internal IPodAccess Pods { get; private set; } = null!;

    internal IPodRuntime Runtime { get; private set; } = null!;

    /// <summary>How many watches are open, those of the sandbox's own parts included.</summary>
    internal int Watches => ((ClusterState)Objects).Store.Listeners;

    /// <exception cref="SandboxException">It cannot run as asked; the message says why and what to do.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        SandboxHost host = new(options);
        try
        {
            await host.StartAsync(time, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_loops);
        }
        catch (Exception ended) when (ended is OperationCanceledException || _failed.Task.IsFaulted)
        {
        }

        while (_parts.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }

        if (_isReady && _options.ReadyFile is not null)
        {
            File.Delete(_options.ReadyFile);
        }

        _stop.Dispose();
    }

    private async Task StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateDirectory(_options.DataDirectory).FullName;
        Keep(InstanceLock.Take(folder));
        ILoggerFactory logs = LoggerFactory.Create(builder => builder
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning)
            .AddProvider(new FileLog(Path.Combine(folder, "sandbox.log"), TimeProvider.System)));
        Keep(logs);

        string firstAddress = Nth(_options.ServiceCidr, 1);
        var certificates = Certificates.Ensure(folder, _options.Name, firstAddress);
        string token = Kubeconfig.Token(folder);
        ClusterState state = new(
            Path.Combine(folder, "state"), time, new ClusterOptions { ServiceCidr = _options.ServiceCidr, RootCertificate = certificates.Authority });
        Keep(state);
        Objects = state;

        AccountTokens tokens = new(state, time, Kubeconfig.AccountKey(folder));
        Keep(tokens);

        bool real = _options.Runtime == SandboxRuntime.Docker;
        IPodRuntime runtime = real
            ? new EngineRuntime(new DockerClientBuilder().Build(), _options.Id, _options.PodCidr, logs.CreateLogger<EngineRuntime>())
            : new ScriptedRuntime(time, _options.PodCidr);
        _parts.Push(runtime);
        Runtime = runtime;
        NodeFacts node = new(_options.Name, Nth(_options.PodCidr, 1), real ? Nth(_options.ServiceCidr, DnsHost) : null, tokens.ForPod);
        Kubelet kubelet = new(state, runtime, new PodVolumes(state, folder, _options.Id), node, time, logs.CreateLogger<Kubelet>());
        Keep(kubelet);
        Pods = kubelet;

        ServiceDirectory directory = new(state);
        IngressProxy ingress = new(state, directory, time);
        Keep(ingress);
        ApiPort = await ListenAsync(_options.ApiPort, "--api-port (environment file: sandbox.apiPort)", logs, certificates, app =>
            KubernetesApi.Map(app, state, kubelet, tokens, new ApiOptions { Token = token, Address = $"127.0.0.1:{_options.ApiPort}" }));
        IngressPort = await ListenAsync(_options.IngressPort, "--ingress-port (environment file: sandbox.ingressPort)", logs, null, app => app.Run(ingress.ServeAsync));

        if (real)
        {
            await StartNetworkAsync(runtime, directory, folder, logs, cancellationToken);
        }

        NodeRegistration.Register(state, _options.Name, node.Address, Version, time);
        NodeRegistration.Identify(state, _options.Identity ?? _options.Name);
        Loop("services", directory.RunAsync, logs);
        Loop("ingress", ingress.RunAsync, logs);
        Loop("controllers", new ControlLoop(state, Controllers(state, time, folder), time, logs.CreateLogger<ControlLoop>()).RunAsync, logs);
        Loop("node", kubelet.RunAsync, logs);

        Kubeconfig.Write(KubeconfigPath, _options.Name, ApiPort, certificates.Authority, token);
        _isReady = true;
        if (_options.ReadyFile is not null)
        {
            PrivateFile.Write(_options.ReadyFile, new JsonObject
            {
                ["pid"] = Environment.ProcessId,
                ["program"] = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar),
                ["api"] = $"https://127.0.0.1:{ApiPort}",
                ["ingress"] = $"http://127.0.0.1:{IngressPort}",
            }.ToJsonString());
        }
    }

    private IReadOnlyList<IController> Controllers(ClusterState objects, TimeProvider time, string folder) =>
    [
        new SchedulerController(objects, time, _options.Name),
        new ReplicaSetController(objects, time),
        new DeploymentController(objects, time),
        new StatefulSetController(objects, time),
        new DaemonSetController(objects, time, _options.Name),
        new JobController(objects, time),
        new CronJobController(objects, time),
        new EndpointsController(objects),
        new EndpointMirrorController(objects),
        new VolumeClaimController(objects, time, Path.Combine(folder, "volumes")),
        new DisruptionController(objects, time),
        new AutoscalerController(objects, time),
        new EventExpiryController(objects, time),
        new QuotaController(objects),
        new EphemeralVolumeController(objects),
        new NamespaceController(objects, time),
        new RoleAggregationController(objects),
    ];

    private async Task StartNetworkAsync(IPodRuntime runtime, ServiceDirectory directory, string folder, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        await runtime.StartAsync(cancellationToken);
        LocalRoute.Add(_options.ServiceCidr);
        // so that removing the sandbox also finds its route
        await File.WriteAllTextAsync(Path.Combine(folder, "route"), _options.ServiceCidr, cancellationToken);
        ServiceBalancer balancer = new(directory, ApiPort, logs.CreateLogger<ServiceBalancer>());
        Keep(balancer);
        balancer.Start();
        IPEndPoint endpoint = new(IPAddress.Parse(Nth(_options.ServiceCidr, DnsHost)), 53);
        DnsServer dns = new(directory, endpoint, DnsServer.MachineResolvers(), logs.CreateLogger<DnsServer>());
        Keep(dns);
        dns.Start(_stop.Token);
    }

    private async Task<int> ListenAsync(int port, string parameter, ILoggerFactory logs, Certificates? certificates, Action<WebApplication> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(logs);
        builder.Services.AddHttpForwarder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            KubernetesApi.Configure(kestrel);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = certificates is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (certificates is not null)
                {
                    listen.UseHttps(certificates.Server);
                }
            });
        });
        WebApplication app = builder.Build();
        _parts.Push(app);
        map(app);
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            string holder = PortHolder.Find(port) is { } found ? $" by {found}" : "";
            throw new SandboxException($"Sandbox: port {port} of 127.0.0.1 is in use{holder}. Stop that, or choose another with {parameter}.", error);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            throw new SandboxException($"Sandbox: cannot listen on port {port} of 127.0.0.1: {error.Message} Choose another with {parameter}.", error);
        }

        return new Uri(app.Urls.First()).Port;
    }

    private void Loop(string name, Func<CancellationToken, Task> run, ILoggerFactory logs) => _loops.Add(Task.Run(async () =>
    {
        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            logs.CreateLogger<SandboxHost>().LogCritical(error, "The sandbox's {Part} failed", name);
            _failed.TrySetException(error);
            throw;
        }
    }));

    private void Keep(IDisposable part) => _parts.Push(new Part(part));

    private static string Nth(string cidr, int host)
    {
        byte[] bytes = IPNetwork.Parse(cidr).BaseAddress.GetAddressBytes();
        bytes[3] += (byte)host;
        return new IPAddress(bytes).ToString();
    }

    private sealed class Part(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
