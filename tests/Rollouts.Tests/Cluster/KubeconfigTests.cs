using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Rollouts.Tests.Cluster;

public sealed class KubeconfigTests : IDisposable
{
    private const string Remedy = "name another file with --kubeconfig, or one of its contexts with --kube-context";

    private const string TwoContexts = """
        apiVersion: v1
        kind: Config
        clusters: [{name: here, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: me, user: {token: abc}}]
        contexts:
          - {name: staging, context: {cluster: here, user: me}}
          - {name: production, context: {cluster: here, user: me}}
        """;

    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("", null, "the file is empty", "a readable kubeconfig with a current context")]
    [InlineData("a: [", null, "it cannot be read: While parsing a node, did not find expected node content.", "a readable kubeconfig with a current context")]
    [InlineData("apiVersion: v1", null, "it names no current context; it has no contexts at all", "a readable kubeconfig with a current context")]
    [InlineData(TwoContexts, null, "it names no current context; it has: staging, production", "a readable kubeconfig with a current context")]
    [InlineData(TwoContexts, "stagin", "it has no context 'stagin'; it has: staging, production", "a readable kubeconfig with context 'stagin'")]
    public void A_kubeconfig_that_leads_nowhere_is_told_in_words(string text, string? context, string found, string expected)
    {
        File.WriteAllText(_file, text);

        Should.Throw<StepFailedException>(() => ClusterConnection.Open(_file, context)).ToString()
            .ShouldBe($"Deploy failed at kubeconfig {_file}: {found}{Environment.NewLine}  expected: {expected}{Environment.NewLine}  remedy: {Remedy}");
    }

    [Fact]
    public void A_kubeconfig_that_is_not_there_is_told_as_such() =>
        Should.Throw<StepFailedException>(() => ClusterConnection.Open("/nowhere/config", null)).Found.ShouldBe("there is no such file");

    public void Dispose() => File.Delete(_file);
}
