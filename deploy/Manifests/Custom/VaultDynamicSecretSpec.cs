namespace SiteBuilder.Manifests.Custom;

/// <summary>What the Vault Secrets Operator (v1beta1) is to have made for a while and bring into a Secret, again and again.</summary>
/// <param name="RolloutRestartTargets">What has to start again with each new one.</param>
internal sealed record VaultDynamicSecretSpec(string VaultAuthRef, string Mount, string Path, VaultDestination Destination, IReadOnlyList<VaultRestartTarget> RolloutRestartTargets);

internal sealed record VaultRestartTarget(string Kind, string Name);
