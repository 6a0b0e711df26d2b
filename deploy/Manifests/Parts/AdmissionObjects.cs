using k8s;
using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// What the API server itself refuses in our namespaces, whoever asks: pods of images that are not ours or not pinned, as a volume too, privileged containers, files of
/// the node. It is in force before the pods of the same release come, so that a registry may move.
/// </summary>
internal static class AdmissionObjects
{
    private const string Name = "sitebuilder-pods";
    private const string Group = "admissionregistration.k8s.io/v1";

    // cluster-wide, after the namespaces and before everything that is in them
    private const string Wave = "15";

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) =>
    [
        new V1ValidatingAdmissionPolicy
        {
            ApiVersion = Group,
            Kind = "ValidatingAdmissionPolicy",
            Metadata = Meta(context),
            Spec = new V1ValidatingAdmissionPolicySpec
            {
                FailurePolicy = "Fail",
                MatchConstraints = new V1MatchResources
                {
                    ResourceRules = [new V1NamedRuleWithOperations { ApiGroups = [""], ApiVersions = ["v1"], Operations = ["CREATE", "UPDATE"], Resources = ["pods", "pods/ephemeralcontainers"] }],
                },

                // who labels a pod that was there before is not asked about its images: Patroni does, in a failover
                MatchConditions = [new V1MatchCondition { Name = "new-or-changed", Expression = "oldObject == null || object.spec != oldObject.spec" }],
                Validations = [.. Rules(context)],
            },
        },
        new V1ValidatingAdmissionPolicyBinding
        {
            ApiVersion = Group,
            Kind = "ValidatingAdmissionPolicyBinding",
            Metadata = Meta(context),
            Spec = new V1ValidatingAdmissionPolicyBindingSpec
            {
                PolicyName = Name,
                ValidationActions = ["Deny"],
                MatchResources = new V1MatchResources
                {
                    NamespaceSelector = new V1LabelSelector
                    {
                        MatchExpressions = [new V1LabelSelectorRequirement { Key = ObjectLabels.NamespaceName, OperatorProperty = "In", Values = [.. ServiceTable.Namespaces] }],
                    },
                },
            },
        },
    ];

    private static IEnumerable<V1Validation> Rules(RenderContext context)
    {
        var sources = PlatformManifests.Images(context.Environment).Select(image => context.Images[image]).Select(reference => reference[..(reference.LastIndexOf('/') + 1)]).Distinct().Order(StringComparer.Ordinal).ToList();
        var ours = string.Join(" || ", sources.Select(source => $"c.image.startsWith('{source}')"));
        yield return Rule(EveryContainer($"{(sources.Count == 1 ? ours : $"({ours})")} && c.image.matches('@sha256:[0-9a-f]{{64}}$')"), $"every image is one of {string.Join(", ", sources)} and named by its digest");
        yield return Rule(EveryContainer("!c.?securityContext.?privileged.orValue(false)"), "no container is privileged");
        yield return Rule("object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))", "no volume is a path of the node");

        // what a container runs may come from there as well, and nobody looks at the image
        yield return Rule("object.spec.?volumes.orValue([]).all(v, !has(v.image))", "no volume is an image");
    }

    private static V1Validation Rule(string expression, string message) => new() { Expression = expression, Message = message, Reason = "Forbidden" };

    /// <summary>Holds for the containers of every kind, of which a pod may have none.</summary>
    private static string EveryContainer(string predicate) => string.Join(
        " && ",
        ((string[])["containers", "initContainers", "ephemeralContainers"]).Select(kind => $"object.spec.?{kind}.orValue([]).all(c, {predicate})"));

    private static V1ObjectMeta Meta(RenderContext context) => new()
    {
        Name = Name,
        Labels = context.Labels(Name, "cluster"),
        Annotations = new Dictionary<string, string> { [ObjectLabels.Wave] = Wave },
    };
}
