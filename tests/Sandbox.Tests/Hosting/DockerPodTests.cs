using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Hosting;

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

    [Fact]
    public async Task Container_gets_its_environment_volumes_user_and_limits()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        sandbox.Create("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {COLOR: blue, site.conf: "theme = blue"}
            """);
        sandbox.Create("""
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            data: {password: aHVzaA==}
            """);
        sandbox.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, labels: {app: p}}
            spec:
              terminationGracePeriodSeconds: 1
              securityContext: {runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true, fsGroup: 2000, seccompProfile: {type: RuntimeDefault}}
              volumes:
              - {name: conf, configMap: {name: settings, items: [{key: site.conf, path: conf.d/site.conf}]}}
              - {name: keys, secret: {secretName: keys, defaultMode: 256}}
              - {name: scratch, emptyDir: {}}
              - {name: fast, emptyDir: {medium: Memory}}
              - {name: about, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
              initContainers:
              - {name: prepare, image: IMAGE, command: [sh, -c, 'echo prepared > /scratch/note'], volumeMounts: [{name: scratch, mountPath: /scratch}]}
              containers:
              - name: c
                image: IMAGE
                command: [sh, -c, 'echo started as $(NAME); exec sleep 3600']
                envFrom: [{configMapRef: {name: settings}}]
                env:
                - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: keys, key: password}}}
                - {name: GREETING, value: 'I am $(NAME)'}
                - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                resources: {limits: {memory: 64Mi, cpu: 500m}}
                securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                volumeMounts:
                - {name: conf, mountPath: /etc/site}
                - {name: keys, mountPath: /keys, readOnly: true}
                - {name: scratch, mountPath: /scratch}
                - {name: scratch, mountPath: /only, subPath: inner}
                - {name: fast, mountPath: /fast}
                - {name: about, mountPath: /about}
            """);
        await sandbox.Until(ClusterKinds.Pod, "p", PodFacts.IsReady);
        (await sandbox.Exec("p", "sh", "-c", "echo $COLOR-$PASSWORD-$GREETING-$LIMIT")).ShouldBe("blue-hush-I am p-64");
        (await sandbox.Exec("p", "cat", "/etc/site/conf.d/site.conf", "/keys/password", "/scratch/note", "/about/labels")).ShouldBe("theme = bluehushprepared\napp=\"p\"");
        (await sandbox.Exec("p", "id")).ShouldBe("uid=1000 gid=1000 groups=1000,2000");
        (await sandbox.Exec("p", "sh", "-c", "touch /fast/a /only/b && ls /scratch")).ShouldBe("inner\nnote");
        (await sandbox.Exec("p", "sh", "-c", "touch /forbidden 2>&1 || true")).ShouldBe("touch: /forbidden: Read-only file system");
        (await sandbox.Exec("p", "hostname")).ShouldBe("p");
        (await sandbox.Log("p")).ShouldBe("started as p\n");
    }

    [Fact]
    public async Task Pod_asks_the_api_with_its_own_token_and_may_do_what_its_account_may()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        foreach (string yaml in (string[])
        [
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: reader}}",
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: pods}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}",
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods}
            subjects: [{kind: ServiceAccount, name: reader, namespace: default}]
            """,
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {serviceAccountName: reader, terminationGracePeriodSeconds: 1, containers: [{name: c, image: IMAGE, command: [sh, -c, exec sleep 3600]}]}
            """,
        ])
        {
            sandbox.Create(yaml);
        }

        await sandbox.Until(ClusterKinds.Pod, "p", PodFacts.IsReady);
        const string Account = "/var/run/secrets/kubernetes.io/serviceaccount";
        string address = await sandbox.Exec("p", "sh", "-c", "echo $KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT");
        await sandbox.Exec("p", "sh", "-c", "nc $KUBERNETES_SERVICE_HOST $KUBERNETES_SERVICE_PORT < /dev/null && nc kubernetes.default.svc 443 < /dev/null");
        (await sandbox.Exec("p", "cat", $"{Account}/namespace")).ShouldBe("default");

        // busybox has no TLS that is worth the name, so the request itself is made from here with what the pod was given
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(await sandbox.Exec("p", "cat", $"{Account}/ca.crt"));
        using SocketsHttpHandler handler = new() { SslOptions = new() { CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck } } };
        using HttpClient api = new(handler) { DefaultRequestHeaders = { Authorization = new("Bearer", await sandbox.Exec("p", "cat", $"{Account}/token")) } };
        JsonNode pod = JsonNode.Parse(await api.GetStringAsync(new Uri($"https://{address}/api/v1/namespaces/default/pods/p")))!;
        pod.Text("metadata", "name").ShouldBe("p");
        HttpResponseMessage secrets = await api.GetAsync(new Uri($"https://{address}/api/v1/namespaces/default/secrets"));
        secrets.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        JsonNode.Parse(await secrets.Content.ReadAsStringAsync())!.Text("message").ShouldBe(
            "secrets is forbidden: User \"system:serviceaccount:default:reader\" cannot list resource \"secrets\" in API group \"\" in the namespace \"default\"");
    }

    [Fact]
    public async Task Probes_decide_who_is_ready_and_who_is_restarted()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        sandbox.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: IMAGE
                command: [sh, -c, 'touch /tmp/alive; echo last words > /dev/termination-log; exec sleep 3600']
                readinessProbe: {exec: {command: [test, -f, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 20}
                livenessProbe: {exec: {command: [test, -f, /tmp/alive]}, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 20}
            """);
        await sandbox.Until(ClusterKinds.Event, "", e => e.Text("reason") == "Unhealthy");
        sandbox.Get(ClusterKinds.Pod, "p")!.IsReady().ShouldBeFalse();
        await sandbox.Exec("p", "touch", "/tmp/ready");
        await sandbox.Until(ClusterKinds.Pod, "p", PodFacts.IsReady);
        await sandbox.Exec("p", "sh", "-c", "busybox rm /tmp/alive");
        var restarted = await sandbox.Until(ClusterKinds.Pod, "p", pod => pod.Items("status", "containerStatuses").First().Number("restartCount") == 1);
        restarted.Items("status", "containerStatuses").First().Text("lastState", "terminated", "message").ShouldBe("last words\n");
        sandbox.Objects.List(ClusterKinds.Event, "default").Select(e => e.Text("message")).ShouldContain("Container c failed liveness probe, will be restarted");
    }

    [Fact]
    public async Task Pods_go_on_while_the_sandbox_restarts_and_their_data_outlive_lost_containers()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        sandbox.Create("""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers: [{name: c, image: IMAGE, command: [sh, -c, 'exec sleep 3600'], volumeMounts: [{name: data, mountPath: /data}]}]
              volumeClaimTemplates:
              - metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """);
        var before = await sandbox.Until(ClusterKinds.Pod, "db-0", PodFacts.IsReady);
        await sandbox.Exec("db-0", "sh", "-c", "echo kept > /data/file");
        string container = before.Items("status", "containerStatuses").First().Text("containerID")!;

        await sandbox.RestartAsync();
        (await sandbox.Exec("db-0", "cat", "/data/file")).ShouldBe("kept");
        sandbox.Get(ClusterKinds.Pod, "db-0")!.Items("status", "containerStatuses").First().Text("containerID").ShouldBe(container);

        await sandbox.LoseContainers();
        await sandbox.Until(ClusterKinds.Pod, "db-0", pod => pod.IsReady() && pod.Items("status", "containerStatuses").First().Text("containerID") != container);
        (await sandbox.Exec("db-0", "cat", "/data/file")).ShouldBe("kept");
    }

    [Fact]
    public async Task Down_removes_every_container_and_network()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        sandbox.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {containers: [{name: c, image: IMAGE, command: [sh, -c, exec sleep 3600]}]}
            """);
        await sandbox.Until(ClusterKinds.Pod, "p", PodFacts.IsReady);
        (await DockerSandbox.ContainersOf(sandbox.Options)).ShouldBe(2);
        await sandbox.Host.DisposeAsync();
        (await DockerSandbox.ContainersOf(sandbox.Options)).ShouldBe(2);
        IReadOnlyList<string> done = await SandboxRemoval.RunAsync(sandbox.Options.Name, sandbox.Options.DataDirectory, purge: true, CancellationToken.None);
        done.ShouldBe([
            "removed 2 containers",
            $"removed the network sitebuilder-{sandbox.Options.Id}",
            $"removed the route of {sandbox.Options.ServiceCidr}",
            $"removed the data in {Path.GetFullPath(sandbox.Options.DataDirectory)}"]);
        (await DockerSandbox.ContainersOf(sandbox.Options)).ShouldBe(0);
        (await SandboxRemoval.RunAsync(sandbox.Options.Name, sandbox.Options.DataDirectory, purge: true, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Headless_service_names_its_pods_and_unknown_names_are_refused()
    {
        await using DockerSandbox sandbox = await DockerSandbox.StartAsync();
        sandbox.Create("""
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
            """);
        sandbox.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: db-0, labels: {app: db}}
            spec:
              hostname: db-0
              subdomain: db
              terminationGracePeriodSeconds: 1
              containers: [{name: c, image: IMAGE, command: [sh, -c, exec sleep 3600]}]
            """);
        var pod = await sandbox.Until(ClusterKinds.Pod, "db-0", PodFacts.IsReady);
        await sandbox.Until(ClusterKinds.EndpointSlice, "", slice => slice.Items("endpoints").Any(endpoint => endpoint.Flag("conditions", "ready")));
        (await sandbox.Exec("db-0", "nslookup", "db.default.svc.cluster.local")).ShouldContain(pod.Text("status", "podIP")!);
        (await sandbox.Exec("db-0", "nslookup", "db-0.db.default.svc.cluster.local")).ShouldContain(pod.Text("status", "podIP")!);
        (await sandbox.Exec("db-0", "sh", "-c", "nslookup nobody.default.svc.cluster.local 2>&1 || true")).ShouldContain("NXDOMAIN");
    }
}
