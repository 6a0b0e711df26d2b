namespace SiteBuilder.Bench.Rollout;

/// <summary>helm with the objects as the only template of a chart.</summary>
internal sealed class Helm : Peer
{
    public override string Program => "helm";

    public override string Title => "helm upgrade --install";

    public override IReadOnlyList<string> Idle => ["version"];

    public override IReadOnlyList<string> Apply(BenchWork work) => ["--kubeconfig", work.Kubeconfig, "upgrade", "--install", "bench", Chart(work), "-n", work.Namespace];

    private static string Chart(BenchWork work)
    {
        var chart = Path.Combine(Path.GetDirectoryName(work.File)!, $"{Path.GetFileNameWithoutExtension(work.File)}-chart");
        if (Directory.Exists(chart)) return chart;
        Directory.CreateDirectory(Path.Combine(chart, "templates"));
        File.WriteAllText(Path.Combine(chart, "Chart.yaml"), "apiVersion: v2\nname: bench\nversion: 1.0.0\n");
        File.Copy(work.File, Path.Combine(chart, "templates", "all.yaml"));
        return chart;
    }
}
