using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Sandbox.Tests.Hosting;

/// <summary>kubectl and helm, as people use them, against a sandbox whose containers are scripted.</summary>
[Trait("Suite", "Service")]
public sealed class ClientToolTests : IAsyncLifetime
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {tier: front}}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "nginx:1"}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clients-");
    private SandboxHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SandboxHost.StartAsync(
        new SandboxOptions { Name = "clients", DataDirectory = Path.Combine(_folder.FullName, "data"), ApiPort = 0, IngressPort = 0, Runtime = SandboxRuntime.Scripted },
        TimeProvider.System, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Kubectl_applies_changes_rolls_back_and_deletes()
    {
        ClientTool kubectl = Tool("kubectl");
        string file = Write("web.yaml", Web);
        kubectl.Do("apply", "-f", file).ShouldContain("deployment.apps/web created");
        kubectl.Do("apply", "-f", file).ShouldContain("deployment.apps/web unchanged");
        kubectl.Do("diff", "-f", file).ShouldBeEmpty();
        kubectl.Do("rollout", "status", "deployment/web", "--timeout=60s").ShouldContain("successfully rolled out");
        kubectl.Do("set", "image", "deployment/web", "c=nginx:2");
        kubectl.Do("rollout", "status", "deployment/web", "--timeout=60s");
        kubectl.Run("diff", "-f", file).Code.ShouldBe(1);
        kubectl.Do("rollout", "undo", "deployment/web");
        kubectl.Do("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}").ShouldBe("nginx:1");
        kubectl.Do("scale", "deployment/web", "--replicas=2");
        kubectl.Do("patch", "deployment", "web", "-p", """{"spec":{"minReadySeconds":1}}""");
        kubectl.Do("label", "deployment", "web", "x=y");
        kubectl.Do("annotate", "deployment", "web", "note=yes");
        kubectl.Do("edit", "deployment", "web").ShouldContain("edited");
        kubectl.Do("get", "deployment", "web", "-o", "jsonpath={.metadata.labels}").ShouldBe("""{"level":"front","x":"y"}""");
        kubectl.Do("wait", "--for=condition=Available", "deployment/web", "--timeout=60s").ShouldContain("condition met");
        kubectl.Do("apply", "--server-side", "--force-conflicts", "-f", file).ShouldContain("serverside-applied");
        kubectl.Do("describe", "deployment", "web").ShouldContain("ScalingReplicaSet");
        kubectl.Do("events").ShouldContain("ScalingReplicaSet");
        kubectl.Do("delete", "-f", file).ShouldContain("deleted");
    }

    [Fact]
    public void Kubectl_finds_out_what_there_is_and_who_may_do_what()
    {
        ClientTool kubectl = Tool("kubectl");
        kubectl.Do("explain", "deployment.spec.strategy").ShouldContain("Rolling update config params.");
        kubectl.Do("api-resources").ShouldContain("deployments");
        kubectl.Do("auth", "can-i", "create", "pods").Trim().ShouldBe("yes");
        kubectl.Run("auth", "can-i", "create", "pods", "--as=system:serviceaccount:default:default").Output.Trim().ShouldBe("no");
        kubectl.Do("create", "token", "default").Split('.').Length.ShouldBe(3);
        kubectl.Do("create", "configmap", "one", "--from-literal=a=b").ShouldContain("created");
        kubectl.Run("top", "pods").Output.ShouldContain("Metrics API not available");
    }

    [Fact]
    public void Helm_installs_upgrades_and_rolls_back_a_chart()
    {
        ClientTool helm = Tool("helm");
        string chart = Path.Combine(_folder.FullName, "chart");
        Directory.CreateDirectory(Path.Combine(chart, "templates"));
        Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        Write("chart/values.yaml", "image: nginx:1\n");
        Write("chart/templates/web.yaml", Web.Replace("\"nginx:1\"", "{{ .Values.image | quote }}", StringComparison.Ordinal));
        helm.Do("install", "site", chart, "--wait", "--timeout", "60s").ShouldContain("deployed");
        helm.Do("upgrade", "site", chart, "--set", "image=nginx:2", "--wait", "--timeout", "60s").ShouldContain("upgraded");
        helm.Do("rollback", "site", "1", "--wait", "--timeout", "60s").ShouldContain("Rollback was a success");
        helm.Do("get", "values", "site", "--all").ShouldContain("nginx:1");
        helm.Do("uninstall", "site").ShouldContain("uninstalled");
    }

    private ClientTool Tool(string name)
    {
        ClientTool tool = new(name, _host.KubeconfigPath);
        tool.Need();
        return tool;
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
