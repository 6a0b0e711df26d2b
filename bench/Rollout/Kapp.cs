namespace SiteBuilder.Bench.Rollout;

/// <summary>kapp, as it comes: it waits for what it applies.</summary>
internal sealed class Kapp : Peer
{
    public override string Program => "kapp";

    public override string Title => "kapp deploy";

    public override IReadOnlyList<string> Idle => ["version"];

    public override IReadOnlyList<string> Apply(BenchWork work) => ["deploy", "--kubeconfig", work.Kubeconfig, "-a", "bench", "-n", work.Namespace, "-f", work.File, "-y"];
}
