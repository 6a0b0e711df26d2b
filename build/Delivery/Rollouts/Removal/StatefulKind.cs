namespace SiteBuilder.Delivery.Rollouts.Removal;

/// <summary>A kind whose objects hold data, and go with consent alone.</summary>
public enum StatefulKind
{
    /// <summary>All that is in it goes with it.</summary>
    Namespace,

    /// <summary>The volume behind it goes with it where its storage class says so.</summary>
    PersistentVolumeClaim,

    /// <summary>A volume.</summary>
    PersistentVolume,

    /// <summary>All objects of its kind go with it.</summary>
    CustomResourceDefinition,

    /// <summary>One with <c>sitebuilder.dev/generate</c>: what was made in the cluster and opens the data there is nowhere else. Any other comes back with its manifest.</summary>
    Secret,
}
