using System.Diagnostics;
using Docker.DotNet;
using SiteBuilder.Delivery.Images.Debian;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Images.DotNet;
using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images;

/// <summary>One run over a catalog: first what others stand on, then all the rest side by side.</summary>
internal sealed class BuildRun : IAsyncDisposable
{
    private readonly ProcessRunner _runner;
    private readonly ImageBuildOptions _options;
    private readonly IProgress<ImageProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly BuildPlanner _planner;
    private readonly BlobStore _blobs;
    private readonly LayerCache _layers;
    private readonly DebianSources _sources;
    private readonly SemaphoreSlim _slots;
    private readonly Lazy<Task<IDockerClient>> _engine;
    private readonly Lazy<Task<RuntimePacks>> _packs;

    public BuildRun(ProcessRunner runner, ImageBuildOptions options, FileHashes hashes, DebianSources sources, IProgress<ImageProgress>? progress, CancellationToken cancellation)
    {
        (_runner, _options, _progress, _cancellation, _sources) = (runner, options, progress, cancellation, sources);
        _planner = new BuildPlanner(options, new ImageInputs(options.Root, hashes, sources));
        _blobs = new BlobStore(Path.Combine(options.CacheFolder, "blobs"));
        _layers = new LayerCache(options.CacheFolder, _blobs, hashes);
        _slots = new SemaphoreSlim(Math.Max(1, options.Parallel));
        _engine = new(() => new Engine().ConnectAsync(cancellation));
        _packs = new(FetchPacksAsync);
    }

    private string Temp => Path.Combine(_options.CacheFolder, "work");

    public async Task<IReadOnlyList<BuiltImage>> BuildAsync(ImageCatalog catalog)
    {
        var roots = catalog.Images.Where(i => i.Below is null).ToDictionary(i => i.Name, i => Task.Run(() => BuildOneAsync(i, null, null)));
        var publishing = StartPublishing(catalog, roots.Keys);
        var others = catalog.Images.Where(i => i.Below is not null).Select(i => Task.Run(() => BuildAboveAsync(i, roots[i.Below!], publishing))).ToList();
        var all = await Task.WhenAll(roots.Values.Concat(others)).ConfigureAwait(false);
        _cancellation.ThrowIfCancellationRequested();
        return [.. all.OrderBy(i => i.Name)];
    }

    public async ValueTask DisposeAsync()
    {
        _slots.Dispose();
        if (_engine is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            (await _engine.Value.ConfigureAwait(false)).Dispose();
        }
    }

    // services compile while their base is still being made: a base that must be built makes them necessary anyway
    private Task<IReadOnlyDictionary<ImageName, Published>> StartPublishing(ImageCatalog catalog, IEnumerable<ImageName> rootNames)
    {
        var digests = rootNames.ToDictionary(n => n, n => _planner.Decide(catalog[n], null).Digest);
        var changed = catalog.Images.OfType<ServiceImage>().Where(s => _planner.Decide(s, digests[s.Below]).Digest is null).ToList();
        return changed.Count == 0 ? Task.FromResult<IReadOnlyDictionary<ImageName, Published>>(new Dictionary<ImageName, Published>()) : Task.Run(() => PublishAsync(changed));
    }

    private async Task<IReadOnlyDictionary<ImageName, Published>> PublishAsync(IReadOnlyList<ServiceImage> services)
    {
        foreach (var service in services)
        {
            _progress?.Report(new ImageProgress(service.Name, $"publishing {service.ProjectPath}"));
        }

        await _slots.WaitAsync(_cancellation).ConfigureAwait(false);
        try
        {
            return await new ServicePublisher(_runner, _options.Root, Path.Combine(_options.CacheFolder, "dotnet")).PublishAsync(services, _cancellation).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<BuiltImage> BuildAboveAsync(ImageDefinition image, Task<BuiltImage> below, Task<IReadOnlyDictionary<ImageName, Published>> publishing)
    {
        var under = await below.ConfigureAwait(false);
        return under.Digest is null
            ? new BuiltImage(image.Name, ImageOutcome.Blocked, TimeSpan.Zero, image.IsDeployed) { Error = $"image '{under.Name}' below it failed" }
            : await BuildOneAsync(image, under, publishing).ConfigureAwait(false);
    }

    private async Task<BuiltImage> BuildOneAsync(ImageDefinition image, BuiltImage? below, Task<IReadOnlyDictionary<ImageName, Published>>? publishing)
    {
        var clock = new Stopwatch();
        BuildDecision? decision = null;
        try
        {
            decision = _planner.Decide(image, below?.Digest);
            if (decision.Digest is not null)
            {
                return Done(image, ImageOutcome.Reused, decision, decision.Digest, clock.Elapsed);
            }

            Published? published = null;
            if (image is ServiceImage && publishing is not null)
            {
                published = (await publishing.ConfigureAwait(false))[image.Name];
            }

            await _slots.WaitAsync(_cancellation).ConfigureAwait(false);
            try
            {
                clock.Start();
                var digest = await MakeAsync(image, below, published).ConfigureAwait(false);
                new ImageState(decision.Fingerprint, digest).Save(_options.CacheFolder, image.Name);
                return Done(image, ImageOutcome.Built, decision, digest, clock.Elapsed);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception error) when (!_cancellation.IsCancellationRequested)
        {
            return Failed(image, clock.Elapsed, decision, MachineFailure.Of("BuildImages", error, $"image '{image.Name}'") ?? error);
        }
    }

    private async Task<string> MakeAsync(ImageDefinition image, BuiltImage? below, Published? published)
    {
        var layout = _planner.LayoutOf(image);
        var under = below?.LayoutFolder is { } folder ? new OciLayout(folder) : null;
        void Say(string step) => _progress?.Report(new ImageProgress(image.Name, step));
        if (image is PulledImage pulled)
        {
            Say($"pulling {pulled.Reference}");
            return await PullAsync(pulled, layout).ConfigureAwait(false);
        }

        var content = image switch
        {
            BaseImage => await MakeBaseAsync(image, Say).ConfigureAwait(false),
            DebianImage => await MakeDebianAsync(image, Say).ConfigureAwait(false),
            ServiceImage service => await MakeServiceAsync(service, under!, published!, Say).ConfigureAwait(false),
            DockerfileImage dockerfile => await MakeFromDockerfileAsync(dockerfile, under!, Say).ConfigureAwait(false),
            _ => throw new NotSupportedException($"Nothing builds {image.GetType().Name}."),
        };
        return layout.Write(content, _blobs);
    }

    private async Task<ImageContent> MakeBaseAsync(ImageDefinition image, Action<string> say)
    {
        say("making the Debian root with mmdebstrap");
        var entries = await new DebianRoot(_runner, Temp, _sources).BuildAsync(image.Name.Value, DebianRecipe.Base, _cancellation).ConfigureAwait(false);
        var config = new ContainerConfig { User = $"{ShelllessRoot.User}:{ShelllessRoot.User}", Env = ["PATH=/app", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", "HOME=/home/app"], Labels = ImageLabels.Of(image.Name) };
        return new ImageContent(image.Name.Value, ImagePlatform.LinuxAmd64, config, [_layers.Get(entries, "Debian 12, libraries only", _cancellation)]);
    }

    private async Task<ImageContent> MakeDebianAsync(ImageDefinition image, Action<string> say)
    {
        say("making a Debian with apt with mmdebstrap");
        var entries = await new DebianRoot(_runner, Temp, _sources).BuildAsync(image.Name.Value, DebianRecipe.BuildBase, _cancellation).ConfigureAwait(false);
        var config = new ContainerConfig { Env = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], Cmd = ["/bin/bash"], Labels = ImageLabels.Of(image.Name) };
        return new ImageContent(image.Name.Value, ImagePlatform.LinuxAmd64, config, [_layers.Get(entries, "Debian 12 with apt", _cancellation)]);
    }

    private async Task<string> PullAsync(PulledImage image, OciLayout layout)
    {
        var reference = ImageReference.ParsePinned(image.Reference);
        using var client = new RegistryClient(reference.Registry);
        return await new ImagePuller(client, _blobs).PullAsync(reference, layout, _cancellation).ConfigureAwait(false);
    }

    private async Task<ImageContent> MakeServiceAsync(ServiceImage image, OciLayout below, Published published, Action<string> say)
    {
        if (published.Service is null)
        {
            throw published.Error!;
        }

        var packs = await _packs.Value.ConfigureAwait(false);
        say("laying out the layers");
        return new ServiceLayers(_layers, packs).Compose(image, below, published.Service, _cancellation);
    }

    private async Task<ImageContent> MakeFromDockerfileAsync(DockerfileImage image, OciLayout below, Action<string> say)
    {
        say("building in Docker Engine");
        var engine = await _engine.Value.ConfigureAwait(false);
        return await new DockerfileBuilder(engine, _options.Root, Temp, _layers).BuildAsync(image, below, _options.Force, new Listener<string>(say), _cancellation).ConfigureAwait(false);
    }

    private async Task<RuntimePacks> FetchPacksAsync()
    {
        var packs = new RuntimePacks(_runner, _options.Root, Path.Combine(_options.CacheFolder, "runtime"));
        await packs.EnsureAsync(_cancellation).ConfigureAwait(false);
        return packs;
    }

    private BuiltImage Done(ImageDefinition image, ImageOutcome outcome, BuildDecision decision, string digest, TimeSpan elapsed)
    {
        var layout = _planner.LayoutOf(image);
        _progress?.Report(new ImageProgress(image.Name, outcome == ImageOutcome.Reused ? "unchanged" : "built"));
        return new BuiltImage(image.Name, outcome, elapsed, image.IsDeployed)
        {
            Fingerprint = decision.Fingerprint.Value,
            Digest = digest,
            Size = layout.Read().Manifest.Layers.Sum(l => l.Size),
            LayoutFolder = layout.Folder,
            Why = decision.Why,
        };
    }

    private BuiltImage Failed(ImageDefinition image, TimeSpan elapsed, BuildDecision? decision, Exception error)
    {
        _progress?.Report(new ImageProgress(image.Name, "failed"));
        return new BuiltImage(image.Name, ImageOutcome.Failed, elapsed, image.IsDeployed)
        {
            Fingerprint = decision?.Fingerprint.Value,
            Why = decision?.Why ?? [],
            Error = error.Message,
            Failure = error,
        };
    }
}
