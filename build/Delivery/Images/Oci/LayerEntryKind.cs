namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>What stands at a path of a layer. Devices are not among them: the runtime makes those.</summary>
public enum LayerEntryKind
{
    Folder,
    File,
    SymbolicLink,
    HardLink,
}
