namespace SiteBuilder.Sandbox.Runtime;

/// <summary>A file or folder of this machine inside a container.</summary>
internal readonly record struct ContainerMount(string Source, string Target, bool ReadOnly);
