namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// Every rule by which a rollout is given up, in one table; <c>docs/verdicts.md</c> is the same for readers. All but <see cref="Stall"/> look at
/// the revision that is rolled out, never at an older one, and at nothing that is older than the newest write of the release. The graces come
/// from how long Kubernetes' own retries take, measured on 1.36.
/// </summary>
public static class VerdictRules
{
    /// <summary>What the annotations begin with.</summary>
    public const string AnnotationPrefix = "sitebuilder.dev/grace.";

    /// <summary>How often a container must have ended before it counts as a loop.</summary>
    public const int CrashEnds = 3;

    /// <summary>The same while others are still on their way, workloads of the wave or what a custom object makes: it may be one of them that it misses.</summary>
    public const int CrashEndsBesideOthers = 5;

    /// <summary>How often a pull must have failed: the kubelet's second try comes 10 to 14 s after the first, and sees a push that came late.</summary>
    public const int PullTries = 2;

    /// <summary>How many pods a node must have turned away.</summary>
    public const int Rejections = 3;

    /// <summary>The image is not in the registry.</summary>
    public static VerdictRule ImageMissing { get; } = new(
        "image-missing", Seconds(45),
        "the second pull of a container's image fails, and the registry says that it has no such image or does not give it out; the grace is for events that were lost",
        "a pull succeeds", "push the image, or correct its name")
    { StandsAlone = true };

    /// <summary>A name that no image can have.</summary>
    public static VerdictRule ImageName { get; } = new("image-name", TimeSpan.Zero, "a container waits with InvalidImageName or ErrImageNeverPull", "never", "correct the image's name")
    { StandsAlone = true };

    /// <summary>The registry does not answer, or not as it should.</summary>
    public static VerdictRule RegistryAway { get; } = new(
        "registry-away", Seconds(90), "pulls fail, and not for want of the image: no connection, 5xx, too many requests", "a pull succeeds", "see that the nodes reach the registry and that it is well");

    /// <summary>A ConfigMap, a Secret or one of their keys is missing.</summary>
    public static VerdictRule ConfigMissing { get; } = new(
        "config-missing", Seconds(20), "a container waits with CreateContainerConfigError, and what it names is still not there", "the object or key comes; the kubelet then gets two more graces to see it",
        "create the ConfigMap, Secret or key that the message names");

    /// <summary>The node may not run the container as it is specified.</summary>
    public static VerdictRule ConfigRefused { get; } = new(
        "config-refused", TimeSpan.Zero, "a container waits with CreateContainerConfigError because of the user it would run as", "never", "correct the container's securityContext, or the user of the image")
    { StandsAlone = true };

    /// <summary>The runtime cannot make the container.</summary>
    public static VerdictRule ContainerRefused { get; } = new(
        "container-refused", Seconds(20), "a container waits with CreateContainerError or RunContainerError", "it is made", "correct command, user or mounts of the container");

    /// <summary>The command of a container cannot be executed.</summary>
    public static VerdictRule CannotStart { get; } = new(
        "cannot-start", TimeSpan.Zero, "a container could not be started twice: its command is not there or cannot be executed", "it is started", "correct the command of the container, or the image")
    { StandsAlone = true };

    /// <summary>A container ends again and again.</summary>
    public static VerdictRule CrashLoop { get; } = new(
        "crash-loop", TimeSpan.Zero, $"a container has ended {CrashEnds} times without becoming ready, up to {CrashEndsBesideOthers} while other workloads of the wave are still starting or custom objects of the release are on their way, and once more after the last of them is there", "it becomes ready",
        "read the log lines of the container: it ends by itself soon after its start");

    /// <summary>A container is killed for want of memory.</summary>
    public static VerdictRule OutOfMemory { get; } = new("out-of-memory", TimeSpan.Zero, "as crash-loop, the last end being OOMKilled", "it becomes ready", "raise the memory limit or find the leak");

    /// <summary>A container is restarted because it does not answer.</summary>
    public static VerdictRule ProbeKills { get; } = new(
        "probe-kills", TimeSpan.Zero, "as crash-loop, the kubelet having killed the container for its liveness or startup probe", "it becomes ready",
        "see what the probe asks and how long the container takes to start; a startupProbe gives it time");

    /// <summary>A hook of a container fails.</summary>
    public static VerdictRule HookFails { get; } = new("hook-fails", TimeSpan.Zero, "as crash-loop, the event being FailedPostStartHook", "it becomes ready", "correct the postStart hook of the container");

    /// <summary>A crash loop that began before the release was written.</summary>
    public static VerdictRule CrashBefore { get; } = new(
        "crash-before", Seconds(320), "as crash-loop, but the last start is older than the newest write of the release: the kubelet tries again within five minutes", "the container is started once more",
        "read the log lines of the container; delete the pod to have it tried at once");

    /// <summary>No node ever takes the pod.</summary>
    public static VerdictRule NoSuchNode { get; } = new(
        "no-such-node", Seconds(10), "the scheduler finds no node for a pod, and freeing room would not help: selectors, affinity, or requests that no node could hold", "the pod is scheduled",
        "correct node selectors and tolerations, lower the requests, or add a node")
    { WantsNode = true, StandsAlone = true };

    /// <summary>The nodes are full.</summary>
    public static VerdictRule NoRoom { get; } = new(
        "no-room", Seconds(60), "the scheduler finds no node for a pod, and freeing room would help", "the pod is scheduled", "lower the requests, lower maxSurge, or add a node")
    { WantsNode = true };

    /// <summary>Nodes are cordoned or tainted.</summary>
    public static VerdictRule NodeAway { get; } = new(
        "node-away", Seconds(120), "the scheduler finds no node for a pod, and some are unschedulable or tainted: being drained, or not ready", "the pod is scheduled",
        "uncordon or repair the nodes, or add a toleration")
    { WantsNode = true };

    /// <summary>An autoscaler has promised a node.</summary>
    public static VerdictRule NodeComing { get; } = new(
        "node-coming", Minutes(10), "as the three above, and an autoscaler has said so at the pod (event TriggeredScaleUp or Nominated)", "the pod is scheduled", "see why the new node does not come");

    /// <summary>A pod wants a claim that is not there.</summary>
    public static VerdictRule ClaimMissing { get; } = new(
        "claim-missing", Seconds(20), "the scheduler misses a PersistentVolumeClaim of the pod, and it is still not there", "the claim comes", "create the PersistentVolumeClaim, or correct its name");

    /// <summary>A claim gets no volume.</summary>
    public static VerdictRule ClaimUnbound { get; } = new("claim-unbound", Seconds(120), "a pod waits for a PersistentVolumeClaim that has no volume", "the claim is bound", "see the events of the claim: its storage class may not exist or have no room");

    /// <summary>A volume's source is missing.</summary>
    public static VerdictRule MountMissing { get; } = new(
        "mount-missing", Seconds(20), "event FailedMount, and the ConfigMap, Secret, key or claim that it names is still not there", "the object comes; the kubelet, which tries again after up to 32 s, then gets two more graces",
        "create the ConfigMap, Secret or claim that the message names");

    /// <summary>A volume cannot be attached or mounted.</summary>
    public static VerdictRule MountFails { get; } = new("mount-fails", Seconds(120), "event FailedMount or FailedAttachVolume for another reason", "the volumes are mounted", "see what the message says of the volume; another node may still hold it");

    /// <summary>A pod gets no network.</summary>
    public static VerdictRule NetworkFails { get; } = new("network-fails", Seconds(90), "event FailedCreatePodSandBox, and nothing newer of the pod", "the pod's sandbox is made", "see to the network plugin of the node");

    /// <summary>Nodes turn pods away.</summary>
    public static VerdictRule PodRejected { get; } = new(
        "pod-rejected", TimeSpan.Zero, $"{Rejections} pods made since the newest write of the release have failed because a node did not admit or has evicted them (OutOfcpu, NodeAffinity, UnexpectedAdmissionError, Evicted)", "never",
        "lower what the pod uses, or see why the node turns it away");

    /// <summary>A rule of the cluster forbids the pods.</summary>
    public static VerdictRule CreateDenied { get; } = new(
        "create-denied", Seconds(5), "event FailedCreate by a rule that stays: Pod Security, limit range, a webhook or policy that denies, a quota smaller than one pod", "a pod is made",
        "change the pod, or the rule that the message names")
    { StandsAlone = true };

    /// <summary>The quota is used up.</summary>
    public static VerdictRule QuotaUsed { get; } = new("quota-used", Seconds(45), "event FailedCreate by a quota that is used up, and no pod of the workload is on its way out", "a pod is made: others have gone", "raise the quota, lower the requests, or let old pods go first (maxUnavailable)");

    /// <summary>A webhook does not answer.</summary>
    public static VerdictRule WebhookAway { get; } = new(
        "webhook-away", Seconds(120), "a write of ours or event FailedCreate fails because an admission webhook cannot be called", "the webhook answers", "see to the pods behind the webhook that the message names");

    /// <summary>Pods cannot be made.</summary>
    public static VerdictRule CreateFails { get; } = new("create-fails", Seconds(20), "event FailedCreate for another reason, such as a missing service account", "a pod is made", "correct what the message names");

    /// <summary>A Deployment's own deadline.</summary>
    public static VerdictRule ProgressDeadline { get; } = new(
        "progress-deadline", Seconds(2), "a Deployment says ProgressDeadlineExceeded, and said so after the newest write of the release", "it progresses", "see why its pods do not become ready");

    /// <summary>A Job has failed.</summary>
    public static VerdictRule JobFailed { get; } = new("job-failed", TimeSpan.Zero, "a Job has the condition Failed or FailureTarget, or was removed after it failed", "never", "read the log lines of its pod");

    /// <summary>An object says that it has failed.</summary>
    public static VerdictRule ObjectFailed { get; } = new(
        "object-failed", TimeSpan.Zero, "a Pod has the phase Failed, a claim the phase Lost, a definition's names are taken, a custom object has the condition Stalled, a Deployment is paused", "never",
        "see what it says of itself");

    /// <summary>A custom object that was stalled before the release was written.</summary>
    public static VerdictRule StalledBefore { get; } = new(
        "stalled-before", Seconds(30), "a custom object has the condition Stalled from before the newest write of the release: what looks after it may be new with it, and takes a moment to take over",
        "it says otherwise", "see what it says of itself");

    /// <summary>An object is gone.</summary>
    public static VerdictRule Deleted { get; } = new("deleted", Seconds(5), "an object that is waited for was deleted by somebody else", "it is made again", "find out who deletes it, and run again");

    /// <summary>Nothing moves.</summary>
    public static VerdictRule Stall { get; } = new(
        "stall", Minutes(3), "neither the object nor its new pods have shown anything new, no pod of a Job runs, and nothing else that is waited for is still within its own time, unless the object has this grace by annotation; the grace is the environment's `gates.rollout.stallDeadline`, or what the specification asks for where that is more: the time of a startupProbe or the initial delay of another, minReadySeconds, the grace period of an old pod that has to go first, a progressDeadlineSeconds of the manifest", "anything new is seen", "see what its pods wait for");

    /// <summary>A pull that takes long.</summary>
    public static VerdictRule SlowPull { get; } = new("slow-pull", Minutes(10), "as stall, while an image is being pulled", "the image is there", "use a smaller image, or a registry that is nearer");

    /// <summary>A pod that holds a StatefulSet up. No verdict: the pod is deleted.</summary>
    public static VerdictRule StuckPod { get; } = new(
        "stuck-pod", Seconds(30), "a pod of an older template of a StatefulSet is not ready and so keeps the new one from coming, while no other pod of the set is on its way; one that has a problem of this table does not get the grace. It is deleted, which is no verdict",
        "the pod becomes ready", "none needed");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<VerdictRule> All { get; } =
    [
        ImageMissing, ImageName, RegistryAway, ConfigMissing, ConfigRefused, ContainerRefused, CannotStart, CrashLoop, OutOfMemory, ProbeKills, HookFails, CrashBefore,
        NoSuchNode, NoRoom, NodeAway, NodeComing, ClaimMissing, ClaimUnbound, MountMissing, MountFails, NetworkFails, PodRejected,
        CreateDenied, QuotaUsed, WebhookAway, CreateFails, ProgressDeadline, JobFailed, ObjectFailed, StalledBefore, Deleted, Stall, SlowPull, StuckPod,
    ];

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
