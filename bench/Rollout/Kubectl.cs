namespace SiteBuilder.Bench.Rollout;

/// <summary>kubectl's server-side apply.</summary>
internal sealed class Kubectl : Peer
{
    public override string Program => "kubectl";

    public override string Title => "kubectl apply --server-side";

    public override IReadOnlyList<string> Idle => ["version", "--client"];

    public override IReadOnlyList<string> Apply(BenchWork work) => ["--kubeconfig", work.Kubeconfig, "apply", "--server-side", "-f", work.File];

    public static IReadOnlyList<string> Diff(BenchWork work) => ["--kubeconfig", work.Kubeconfig, "diff", "--server-side", "-f", work.File];

    public static IReadOnlyList<string> Prune(BenchWork work) => ["--kubeconfig", work.Kubeconfig, "apply", "-n", work.Namespace, "--prune", "-l", "bench=rollout", "-f", work.File];
}
