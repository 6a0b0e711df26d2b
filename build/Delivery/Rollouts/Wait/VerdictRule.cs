namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>One reason for which a rollout is given up.</summary>
/// <param name="Name">Its name in reports, and in the annotation that gives one workload another grace: <c>sitebuilder.dev/grace.NAME: 2m</c>.</param>
/// <param name="Grace">How long the evidence must last before it counts; zero where it is certain.</param>
/// <param name="Evidence">What must be seen in the cluster.</param>
/// <param name="Passes">What makes it pass without a verdict.</param>
/// <param name="LikelyFix">What to try first.</param>
public sealed record VerdictRule(string Name, TimeSpan Grace, string Evidence, string Passes, string LikelyFix)
{
    /// <summary>Whether a new node would help, so that an autoscaler is given its time. Default: false.</summary>
    public bool WantsNode { get; init; }

    /// <summary>Whether nothing else that the release may still bring or do would help. Default: false.</summary>
    public bool StandsAlone { get; init; }

    /// <summary>The annotation of a workload that gives it another grace.</summary>
    public string Annotation => VerdictRules.AnnotationPrefix + Name;
}
