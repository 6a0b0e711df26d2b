using System.Diagnostics;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Tests.Hosting;

/// <summary>What kubectl does with the containers of a pod, in Docker Engine.</summary>
[Trait("Suite", "Service")]
public sealed class DockerClientToolTests
{
    private const string Web = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: c
            image: IMAGE
            command: [sh, -c, 'echo started; echo hello > /tmp/index.html; exec httpd -f -p 8080 -h /tmp']
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
        """;

    [Fact]
    public async Task Kubectl_reaches_into_a_pod()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        ClientTool kubectl = new("kubectl", sandbox.Host.KubeconfigPath);
        kubectl.Need();
        sandbox.Create(Web);
        await sandbox.Until(ClusterKinds.Pod, "web", PodFacts.IsReady);

        kubectl.Do("exec", "web", "--", "cat", "/tmp/index.html").ShouldBe("hello\n");
        kubectl.Run("exec", "web", "--", "sh", "-c", "exit 7").Code.ShouldBe(7);
        string file = Path.Combine(Path.GetDirectoryName(sandbox.Host.KubeconfigPath)!, "page.html");
        await File.WriteAllTextAsync(file, new string('x', 200_000), TestContext.Current.CancellationToken);
        kubectl.Do("cp", file, "web:/tmp/page.html");
        kubectl.Do("cp", "web:/tmp/page.html", file + ".back");
        (await File.ReadAllBytesAsync(file + ".back", TestContext.Current.CancellationToken)).ShouldBe(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        kubectl.Do("logs", "web").ShouldBe("started\n");

        using Process following = kubectl.Start("logs", "-f", "web");
        (await following.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("started");
        kubectl.Do("delete", "pod", "web", "--wait=false");
        await following.WaitForExitAsync(TestContext.Current.CancellationToken);
        following.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Kubectl_forwards_many_connections_to_a_pod()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        ClientTool kubectl = new("kubectl", sandbox.Host.KubeconfigPath);
        kubectl.Need();
        sandbox.Create(Web);
        await sandbox.Until(ClusterKinds.Pod, "web", PodFacts.IsReady);

        using Process forwarding = kubectl.Start("port-forward", "pod/web", ":8080", ":81");
        try
        {
            int web = await PortAsync(forwarding);
            int closed = await PortAsync(forwarding);
            using HttpClient http = new();
            string[] pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.GetStringAsync(new Uri($"http://127.0.0.1:{web}/index.html"))));
            pages.ShouldAllBe(page => page == "hello\n");
            await Should.ThrowAsync<HttpRequestException>(() => http.GetStringAsync(new Uri($"http://127.0.0.1:{closed}/")));
        }
        finally
        {
            forwarding.Kill();
            await forwarding.WaitForExitAsync(CancellationToken.None);
        }

        (await forwarding.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("failed to connect to port 81 of pod web: Connection refused");
    }

    // Forwarding from 127.0.0.1:37111 -> 8080
    private static async Task<int> PortAsync(Process forwarding)
    {
        while (await forwarding.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("Forwarding from 127.0.0.1:", StringComparison.Ordinal)) return int.Parse(line.Split(':', ' ')[3], System.Globalization.CultureInfo.InvariantCulture);
        }

        throw new ShouldAssertException(await forwarding.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
