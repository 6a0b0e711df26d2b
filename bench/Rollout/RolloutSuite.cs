using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Bench.Rollout;

/// <summary>
/// The rollout engine beside kubectl, helm and kapp, and beside the limit: one server-side apply for each object, 32 at once. All against one API server in
/// one run, in turn. Rows of "the engine" are calls in this process, so without the start of one; rows of "./build.sh" are whole processes, as the peers' are.
/// kubectl and helm do not wait for what they write, kapp does: the engine is set beside each as far as it goes.
/// </summary>
internal sealed class RolloutSuite(BenchCluster cluster, string root, string folder)
{
    private const int Runs = 7;
    private const int FewRuns = 3;
    private const int Many = 5000;
    private const string Limit = "32 plain applies at once";
    private const string KubectlDiff = "kubectl diff --server-side";
    private static readonly int[] s_sizes = [100, 500, 1000, Many];
    private static readonly Kubectl s_kubectl = new();
    private static readonly Kapp s_kapp = new();
    private static readonly Peer[] s_peers = [s_kubectl, new Helm(), s_kapp];

    /// <param name="root">The repository.</param>
    /// <param name="part">A number of objects, <c>far</c>, <c>ready</c>, <c>prune</c> or <c>memory</c>; null for all, which takes half an hour and more.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<IReadOnlyList<Comparison>> RunAsync(string root, string? part, CancellationToken ct)
    {
        await using var cluster = await BenchCluster.OpenAsync(root, ct);
        var folder = Directory.CreateTempSubdirectory("bench-rollout-");
        try
        {
            Console.WriteLine($"against {cluster.Name}");
            var suite = new RolloutSuite(cluster, root, folder.FullName);
            List<(string Part, Func<Task<IEnumerable<Comparison?>>> Measure)> parts =
            [
                ("start", () => suite.StartsAsync(ct)),
                .. s_sizes.Select(size => (size.ToString(CultureInfo.InvariantCulture), (Func<Task<IEnumerable<Comparison?>>>)(() => suite.SizeAsync(size, ct)))),
                ("far", () => suite.FarAwayAsync(ct)),
                ("ready", () => suite.ReadyToExitAsync(ct)),
                ("prune", () => suite.PruneAsync(ct)),
                ("memory", () => suite.MemoryAsync(ct)),
            ];
            var wanted = parts.Where(one => part is null || one.Part == part).ToList();
            if (wanted.Count == 0) throw new ArgumentException($"The suite has no part '{part}'. Parts: {string.Join(", ", parts.Select(one => one.Part))}.");

            // the first calls of a process are of another kind
            await suite.RoundAsync(new Rounds(), s_sizes[0], [], ct);
            await cluster.ClearAsync();
            List<Comparison> results = [];
            foreach (var one in wanted)
            {
                var measured = (await one.Measure()).OfType<Comparison>().ToList();
                results.AddRange(measured);

                // the whole takes long: whoever stops it has what was measured
                measured.ForEach(Console.WriteLine);
                await cluster.ClearAsync();
                if (ct.IsCancellationRequested) break;
            }

            return results;
        }
        finally
        {
            await cluster.ClearAsync();
            folder.Delete(recursive: true);
        }
    }

    private async Task<IEnumerable<Comparison?>> StartsAsync(CancellationToken ct)
    {
        var rounds = new Rounds();
        await Rounds.RepeatAsync(Runs, async _ =>
        {
            rounds.Add("ours", await BuildProcess.IdleAsync(root, ct));
            foreach (var peer in s_peers.Where(p => p.IsHere)) rounds.Add(peer.Program, await Timed.RunAsync(root, peer.Program, peer.Idle, ct));
        }, ct);

        return s_peers.Select(peer => rounds.Compare("start of the process: ./build.sh --help", "ours", $"{peer.Program} {peer.Idle[0]}", peer.Program));
    }

    private async Task<IEnumerable<Comparison?>> SizeAsync(int size, CancellationToken ct)
    {
        var rounds = new Rounds();
        await Rounds.RepeatAsync(Runs, async run =>
        {
            Console.WriteLine($"{size} objects, round {run + 1}");

            // they take minutes for each step of so many
            await RoundAsync(rounds, size, size == Many ? run < FewRuns ? [s_kubectl] : [] : s_peers, ct);
        }, ct);

        return
        [
            rounds.Compare($"first, {size}: the engine, to the last write", "written", Limit, "limit first"),
            .. s_peers.Select(p => rounds.Compare(p is Kapp ? $"first, {size}: the engine, waited for" : $"first, {size}: the engine, to the last write", p is Kapp ? "first" : "written", p.Title, $"first {p.Program}")),
            rounds.Compare($"first, {size}: ./build.sh", "first process", s_kubectl.Title, "first kubectl"),
            rounds.Compare($"unchanged, {size}: the engine", "unchanged", Limit, "limit unchanged"),
            .. s_peers.Select(p => rounds.Compare($"unchanged, {size}: the engine", "unchanged", p.Title, $"unchanged {p.Program}")),
            rounds.Compare($"unchanged, {size}: ./build.sh", "unchanged process", s_kapp.Title, "unchanged kapp"),
            .. s_peers.Select(p => rounds.Compare($"requests of an unchanged run, {size}", "requests", p.Title, $"requests {p.Program}", "requests")),
            rounds.Compare($"plan, {size}: the engine", "plan", KubectlDiff, "plan kubectl"),
        ];
    }

    /// <summary>Everyone once, each in a namespace of its own: first, unchanged, plan.</summary>
    private async Task RoundAsync(Rounds rounds, int size, IEnumerable<Peer> peers, CancellationToken ct)
    {
        await OurRoundAsync(rounds, cluster.Kubeconfig, size, ct);
        await InNamespaceAsync(cluster.Kubeconfig, size, async work =>
        {
            var plain = new PlainApplies(work.Kubeconfig);
            rounds.Add("limit first", await plain.RunAsync(work.Objects, ct));
            rounds.Add("limit unchanged", await plain.RunAsync(work.Objects, ct));
        }, ct);
        await ProcessRoundAsync(rounds, size, ct);
        foreach (var peer in peers.Where(p => p.IsHere)) await PeerRoundAsync(rounds, peer, cluster.Kubeconfig, size, ct);
    }

    private Task OurRoundAsync(Rounds rounds, string kubeconfig, int size, CancellationToken ct) => InNamespaceAsync(kubeconfig, size, async work =>
    {
        var engine = new Engine(work.Namespace);
        var first = await engine.RunAsync(work, ct);
        rounds.Add("written", first.Written);
        rounds.Add("first", first.Whole);
        await CountAsync(rounds, "requests", async () => rounds.Add("unchanged", (await engine.RunAsync(work, ct)).Whole), ct);
        rounds.Add("plan", await engine.PlanAsync(work, ct));

        // not by a slow way, which will be gone
        cluster.Later(() => engine.RemoveAsync(work with { Kubeconfig = cluster.Kubeconfig }));
    }, ct);

    private Task ProcessRoundAsync(Rounds rounds, int size, CancellationToken ct) => InNamespaceAsync(cluster.Kubeconfig, size, async work =>
    {
        rounds.Add("first process", await BuildProcess.RunAsync(root, work, work.Namespace, ct));
        rounds.Add("unchanged process", await BuildProcess.RunAsync(root, work, work.Namespace, ct));
        cluster.Later(() => new Engine(work.Namespace).RemoveAsync(work));
    }, ct);

    private Task PeerRoundAsync(Rounds rounds, Peer peer, string kubeconfig, int size, CancellationToken ct) => InNamespaceAsync(kubeconfig, size, async work =>
    {
        rounds.Add($"first {peer.Program}", await Timed.RunAsync(folder, peer.Program, peer.Apply(work), ct));
        await CountAsync(rounds, $"requests {peer.Program}", async () => rounds.Add($"unchanged {peer.Program}", await Timed.RunAsync(folder, peer.Program, peer.Apply(work), ct)), ct);
        if (peer is Kubectl) rounds.Add("plan kubectl", await Timed.RunAsync(folder, peer.Program, Kubectl.Diff(work), ct));
    }, ct);

    /// <summary>500 objects over a way that takes 50 ms there and back.</summary>
    private async Task<IEnumerable<Comparison?>> FarAwayAsync(CancellationToken ct)
    {
        const int Size = 500;
        await using var way = new SlowWay(cluster.Client.BaseUri, TimeSpan.FromMilliseconds(50));
        var kubeconfig = DistantKubeconfig.Write(cluster.Kubeconfig, way.Address, folder);
        var rounds = new Rounds();
        await Rounds.RepeatAsync(Runs, async run =>
        {
            Console.WriteLine($"{Size} objects over 50 ms, round {run + 1}");
            await OurRoundAsync(rounds, kubeconfig, Size, ct);

            // they take half a minute and more for each step
            if (run < FewRuns)
            {
                foreach (var peer in s_peers.Where(p => p.IsHere)) await PeerRoundAsync(rounds, peer, kubeconfig, Size, ct);
            }
        }, ct);

        return s_peers.SelectMany(peer => new[]
        {
            rounds.Compare($"first over 50 ms, {Size}: the engine, {(peer is Kapp ? "waited for" : "to the last write")}", peer is Kapp ? "first" : "written", peer.Title, $"first {peer.Program}"),
            rounds.Compare($"unchanged over 50 ms, {Size}: the engine", "unchanged", peer.Title, $"unchanged {peer.Program}"),
        });
    }

    /// <summary>From the moment in which the last of 100 Deployments is available to the end of the rollout.</summary>
    private async Task<IEnumerable<Comparison?>> ReadyToExitAsync(CancellationToken ct)
    {
        const int Size = 100;
        var rounds = new Rounds();
        await Rounds.RepeatAsync(Runs, async run =>
        {
            Console.WriteLine($"{Size} Deployments, round {run + 1}");
            await InNamespaceAsync(ns => MixedObjects.Deployments(Size, ns), cluster.Kubeconfig, async work =>
            {
                var ready = new ReadyWatch(cluster.Client, work.Namespace, Size).LastReadyAsync(ct);
                var engine = new Engine(work.Namespace);
                await engine.RunAsync(work, ct);
                rounds.Add("ours", Stopwatch.GetElapsedTime(await ready).TotalSeconds);
                cluster.Later(() => engine.RemoveAsync(work));
            }, ct);
            if (!s_kapp.IsHere) return;
            await InNamespaceAsync(ns => MixedObjects.Deployments(Size, ns), cluster.Kubeconfig, async work =>
            {
                var ready = new ReadyWatch(cluster.Client, work.Namespace, Size).LastReadyAsync(ct);
                await Timed.RunAsync(folder, s_kapp.Program, s_kapp.Apply(work), ct);
                rounds.Add("kapp", Stopwatch.GetElapsedTime(await ready).TotalSeconds);
            }, ct);
        }, ct);

        return [rounds.Compare($"last of {Size} Deployments available to the end: the engine", "ours", s_kapp.Title, "kapp")];
    }

    /// <summary>The same release with 100 of its 1,000 objects taken out.</summary>
    private async Task<IEnumerable<Comparison?>> PruneAsync(CancellationToken ct)
    {
        const int Before = 1000;
        const int After = 900;
        var rounds = new Rounds();
        await Rounds.RepeatAsync(Runs, async run =>
        {
            Console.WriteLine($"prune, round {run + 1}");
            await InNamespaceAsync(cluster.Kubeconfig, Before, async work =>
            {
                var engine = new Engine(work.Namespace);
                await engine.RunAsync(work, ct);
                rounds.Add("ours", (await engine.RunAsync(BenchWork.Of(work.Kubeconfig, work.Namespace, MixedObjects.Of(After, work.Namespace), folder), ct)).Whole);
                cluster.Later(() => engine.RemoveAsync(work));
            }, ct);
            if (!s_kubectl.IsHere) return;
            await InNamespaceAsync(cluster.Kubeconfig, Before, async work =>
            {
                await Timed.RunAsync(folder, s_kubectl.Program, Kubectl.Prune(work), ct);
                rounds.Add("kubectl", await Timed.RunAsync(folder, s_kubectl.Program, Kubectl.Prune(BenchWork.Of(work.Kubeconfig, work.Namespace, MixedObjects.Of(After, work.Namespace), folder)), ct));
            }, ct);
        }, ct);

        return [rounds.Compare($"prune {Before - After} of {Before}: the engine", "ours", "kubectl apply --prune", "kubectl")];
    }

    private async Task<IEnumerable<Comparison?>> MemoryAsync(CancellationToken ct)
    {
        var rounds = new Rounds();
        Console.WriteLine($"memory with {Many} objects");
        await InNamespaceAsync(cluster.Kubeconfig, Many, async work =>
        {
            rounds.Add("peak", await BuildProcess.PeakMemoryAsync(root, work, work.Namespace, ct));
            rounds.Add("peak", await BuildProcess.PeakMemoryAsync(root, work, work.Namespace, ct));
            cluster.Later(() => new Engine(work.Namespace).RemoveAsync(work));
        }, ct);
        return [rounds.Compare($"most memory with {Many} objects, first and unchanged", "peak", unit: "MiB")];
    }

    private Task InNamespaceAsync(string kubeconfig, int size, Func<BenchWork, Task> measure, CancellationToken ct) => InNamespaceAsync(ns => MixedObjects.Of(size, ns), kubeconfig, measure, ct);

    private async Task InNamespaceAsync(Func<string, IReadOnlyList<JsonObject>> objects, string kubeconfig, Func<BenchWork, Task> measure, CancellationToken ct)
    {
        var ns = await cluster.NewNamespaceAsync(ct);
        await measure(BenchWork.Of(kubeconfig, ns, objects(ns), folder));
    }

    private async Task CountAsync(Rounds rounds, string what, Func<Task> run, CancellationToken ct)
    {
        var before = await RequestCounter.ReadAsync(cluster.Client, ct);
        await run();
        if (before is { } start && await RequestCounter.ReadAsync(cluster.Client, ct) is { } end) rounds.Add(what, end - start);
    }
}
