namespace SiteBuilder.Sandbox.Runtime;

internal enum ContainerState
{
    Created,
    Running,
    Exited,
}
