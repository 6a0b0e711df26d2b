using Nuke.Common;

namespace SiteBuilder.Targets;

/// <summary>The parameters that all targets share.</summary>
public interface IHazDeliveryParameters : INukeBuild
{
    /// <summary>Name of a file in deploy/environments; default: local.</summary>
    [Parameter("Environment to work on: a file in deploy/environments. Default is 'local'.")]
    string Env => TryGetValue(() => Env) ?? "local";

    /// <summary>Whether an environment was named, so that its cluster is meant also where its release is not.</summary>
    bool HasEnvironment => TryGetValue(() => Env) is not null;

    /// <summary>Path of the kubeconfig, or null: the environment's own.</summary>
    [Parameter("Kubeconfig file to use instead of the one that the environment names.")]
    string? Kubeconfig => TryGetValue(() => Kubeconfig);

    /// <summary>Context of the kubeconfig, or null: its current one.</summary>
    [Parameter("Context of the kubeconfig. Default is its current context.")]
    string? KubeContext => TryGetValue(() => KubeContext);

    /// <summary>Image registry, or null: the environment's own.</summary>
    [Parameter("Image registry to use instead of the one that the environment names.")]
    string? Registry => TryGetValue(() => Registry);

    /// <summary>Whether missing tools are installed; default: false.</summary>
    [Parameter("Installs missing tools from the distribution's packages and starts what is not running.")]
    bool Bootstrap => TryGetValue<bool?>(() => Bootstrap) ?? false;

    /// <summary>Whether work is repeated although nothing changed; default: false.</summary>
    [Parameter("Repeats work although its inputs have not changed.")]
    bool Force => TryGetValue<bool?>(() => Force) ?? false;
}
