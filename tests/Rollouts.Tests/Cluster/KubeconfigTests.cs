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
    [InlineData("as: other, as-groups: [devs, deployers]", "user me acts for several groups (as-groups: devs, deployers), and one can be told to the API server; leave one, or use credentials of that user's own")]
    [InlineData("as-groups: [devs]", "user me acts for groups (as-groups) or with extra values (as-user-extra), and names nobody to act for (as)")]
    public void A_kubeconfig_that_acts_for_others_in_a_way_that_cannot_be_told_is_refused(string acting, string found)
    {
        File.WriteAllText(_file, TwoContexts.Replace("token: abc", $"token: abc, {acting}", StringComparison.Ordinal));

        Should.Throw<StepFailedException>(() => ClusterConnection.Open(_file, "staging")).Found.ShouldBe(found);
    }

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

    [Fact]
    public void Of_several_files_the_first_counts_for_each_name_and_paths_begin_at_their_own_folder()
    {
        var folder = Directory.CreateTempSubdirectory("kubeconfigs-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "sub"));
            File.WriteAllText(Path.Combine(folder, "one"), TwoContexts);
            File.WriteAllText(Path.Combine(folder, "sub", "two"), """
                current-context: far
                clusters: [{name: here, cluster: {server: "https://127.0.0.1:9"}}, {name: there, cluster: {server: "https://127.0.0.1:2", certificate-authority: ca.crt}}]
                users: [{name: me, user: {token: other}}]
                contexts: [{name: far, context: {cluster: there, user: me, namespace: shop}}]
                """);
            var both = string.Join(Path.PathSeparator, Path.Combine(folder, "one"), "/nowhere/config", Path.Combine(folder, "sub", "two"));

            var config = KubeconfigFile.Read(both);

            config.CurrentContext.ShouldBe("far");
            config.Contexts.Select(c => c.Name).ShouldBe(["staging", "production", "far"]);
            config.Clusters.Select(c => c.ClusterEndpoint.Server).ShouldBe(["https://127.0.0.1:1", "https://127.0.0.1:2"]);
            config.Clusters.Last().ClusterEndpoint.CertificateAuthority.ShouldBe(Path.Combine(folder, "sub", "ca.crt"));
            config.Users.Single().UserCredentials.Token.ShouldBe("abc");
            ContextNamespace.Of(both, null).ShouldBe("shop");
            using var connection = ClusterConnection.Open(both, "staging");
            (connection.Server.Port, connection.Kubeconfig).ShouldBe((1, Path.Combine(folder, "one")));
            Should.Throw<StepFailedException>(() => ClusterConnection.Open(both, "nobody")).Found.ShouldBe("it has no context 'nobody'; it has: staging, production, far");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Proxy_is_that_of_the_cluster_in_use()
    {
        File.WriteAllText(_file, """
            clusters: [{name: here, cluster: {server: "https://127.0.0.1:1"}}, {name: far, cluster: {server: "https://127.0.0.1:2", proxy-url: "http://127.0.0.1:3128"}}]
            """);

        KubeconfigFile.ProxyOf(_file, "far").ShouldBe(new Uri("http://127.0.0.1:3128"));
        KubeconfigFile.ProxyOf(_file, "here").ShouldBeNull();
    }

    public void Dispose() => File.Delete(_file);
}
