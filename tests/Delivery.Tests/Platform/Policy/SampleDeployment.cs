using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Tests.Platform.Policy;

/// <summary>A Deployment that keeps every rule, to be broken one rule at a time.</summary>
internal static class SampleDeployment
{
    public static JsonObject Create() => JsonNode.Parse($$"""
        {
          "apiVersion": "apps/v1",
          "kind": "Deployment",
          "metadata": { "name": "web", "namespace": "frontend" },
          "spec": {
            "template": {
              "metadata": { "annotations": {} },
              "spec": {
                "automountServiceAccountToken": false,
                "securityContext": { "runAsNonRoot": true, "runAsUser": 1654, "seccompProfile": { "type": "RuntimeDefault" } },
                "containers": [
                  {
                    "name": "app",
                    "image": "registry.example.com/web@sha256:{{new string('a', 64)}}",
                    "ports": [{ "containerPort": 8080 }],
                    "resources": { "requests": { "cpu": "1", "memory": "1Gi" }, "limits": { "cpu": "1", "memory": "1Gi" } },
                    "livenessProbe": { "tcpSocket": { "port": 8080 } },
                    "readinessProbe": { "tcpSocket": { "port": 8080 } },
                    "securityContext": { "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": { "drop": ["ALL"] } }
                  }
                ],
                "volumes": [{ "name": "tmp", "emptyDir": {} }]
              }
            }
          }
        }
        """)!.AsObject();

    /// <summary>Sets, or with null removes, what stands under a path of keys and indexes below the pod's spec.</summary>
    public static JsonObject With(string path, string? json)
    {
        var deployment = Create();
        JsonNode node = deployment["spec"]!["template"]!["spec"]!;
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
        {
            node = int.TryParse(step, out var index) ? node[index]! : node[step]!;
        }

        if (json is null)
        {
            node.AsObject().Remove(steps[^1]);
        }
        else
        {
            node[steps[^1]] = JsonNode.Parse(json);
        }

        return deployment;
    }
}
