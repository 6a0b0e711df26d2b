using System.Text.Json.Nodes;

namespace SiteBuilder.Bench.Rollout;

/// <summary>Objects as a platform has them: of ten, three ConfigMaps, two Secrets, and a ServiceAccount, Role, RoleBinding, Service and Deployment of no replicas.</summary>
internal static class MixedObjects
{
    private const int PerSet = 10;
    private const int PayloadLength = 400;

    public static IReadOnlyList<JsonObject> Of(int count, string ns) => [.. Enumerable.Range(0, count).Select(number => One(number, ns))];

    /// <summary>Deployments of no replicas alone.</summary>
    public static IReadOnlyList<JsonObject> Deployments(int count, string ns) => [.. Enumerable.Range(0, count).Select(number => Deployment($"app-{number}", ns))];

    /// <summary>Writes them as one YAML stream; JSON is YAML.</summary>
    public static string Write(IEnumerable<JsonObject> objects, string file)
    {
        File.WriteAllText(file, string.Concat(objects.Select(item => $"---\n{item.ToJsonString()}\n")));
        return file;
    }

    private static JsonObject One(int number, string ns)
    {
        var set = $"app-{number / PerSet}";
        return (number % PerSet) switch
        {
            0 => Object("v1", "ServiceAccount", set, ns, []),
            1 or 2 or 3 => Object("v1", "ConfigMap", $"{set}-{number % PerSet}", ns, new JsonObject { ["data"] = new JsonObject { ["settings"] = new string('x', PayloadLength), ["name"] = set } }),
            4 or 5 => Object("v1", "Secret", $"{set}-{number % PerSet}", ns, new JsonObject { ["type"] = "Opaque", ["data"] = new JsonObject { ["password"] = Convert.ToBase64String(new byte[24]) } }),
            6 => Object("rbac.authorization.k8s.io/v1", "Role", set, ns, new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["apiGroups"] = new JsonArray(""), ["resources"] = new JsonArray("configmaps"), ["verbs"] = new JsonArray("get", "list") }) }),
            7 => Object("rbac.authorization.k8s.io/v1", "RoleBinding", set, ns, new JsonObject
            {
                ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = set },
                ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = set, ["namespace"] = ns }),
            }),
            8 => Object("v1", "Service", set, ns, new JsonObject { ["spec"] = new JsonObject { ["selector"] = new JsonObject { ["app"] = set }, ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = 8080 }) } }),
            _ => Deployment(set, ns),
        };
    }

    private static JsonObject Deployment(string name, string ns) => Object("apps/v1", "Deployment", name, ns, new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["replicas"] = 0,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = "registry.example/app@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080 }),
                        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "16Mi" }, ["limits"] = new JsonObject { ["memory"] = "64Mi" } },
                    }),
                },
            },
        },
    });

    private static JsonObject Object(string version, string kind, string name, string ns, JsonObject body)
    {
        var item = new JsonObject
        {
            ["apiVersion"] = version,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns, ["labels"] = new JsonObject { ["bench"] = "rollout", ["app"] = name } },
        };
        foreach (var (field, value) in body) item[field] = value?.DeepClone();
        return item;
    }
}
