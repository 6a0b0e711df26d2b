using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Tests.Hosting;

[Trait("Suite", "Service")]
public sealed class DockerPodTests
{
    [Fact]
    public async Task Deployment_serves_over_its_service_name_and_through_the_ingress()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        sandbox.Create("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: c
                    image: IMAGE
                    command: [sh, -c, 'hostname > /tmp/index.html; exec httpd -f -p 8080 -h /tmp']
                    ports: [{name: http, containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /index.html, port: http}}
            """);
        sandbox.Create("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{name: web, port: 80, targetPort: http}]}
            """);
        sandbox.Create("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec:
              rules:
              - host: web.localhost
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
            """);
        sandbox.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: client}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: IMAGE, command: [sh, -c, exec sleep 3600]}]}
            """);
        await sandbox.Until(ClusterKinds.Deployment, "web", web => web.Number("status", "availableReplicas") == 2);
        await sandbox.Until(ClusterKinds.Pod, "client", PodFacts.IsReady);
        string[] pods = [.. sandbox.Objects.List(ClusterKinds.Pod, "default").Select(pod => pod.Name()).Where(name => name != "client")];

        HashSet<string> seen = [];
        for (int i = 0; i < 4; i++)
        {
            seen.Add(await sandbox.Exec("client", "wget", "-q", "-O", "-", "http://web/index.html"));
        }

        seen.ShouldBe(pods, ignoreOrder: true);
        (await sandbox.Exec("client", "wget", "-q", "-O", "-", "http://web.default.svc.cluster.local/index.html")).ShouldBeOneOf(pods);

        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://127.0.0.1:{sandbox.Host.IngressPort}/index.html") { Headers = { Host = "web.localhost" } };
        (await (await http.SendAsync(request)).Content.ReadAsStringAsync()).Trim().ShouldBeOneOf(pods);
        HttpResponseMessage unknown = await http.GetAsync(new Uri($"http://127.0.0.1:{sandbox.Host.IngressPort}/"));
        (await unknown.Content.ReadAsStringAsync()).ShouldBe("404: no Ingress has a rule for host 127.0.0.1\n");
    }
}
