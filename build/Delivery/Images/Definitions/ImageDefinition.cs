using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>One image that can be built. What it is made of is told by the type.</summary>
/// <param name="Name">Its short name.</param>
public abstract record ImageDefinition(ImageName Name)
{
    /// <summary>The image below this one; null = it stands on nothing.</summary>
    public virtual ImageName? Below => null;

    /// <summary>True where containers of it run somewhere, so that it is scanned and pushed.</summary>
    public virtual bool IsDeployed => true;
}
