using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.Definitions;

/// <summary>All images of the project: bases, services and what <c>deploy/images/*/Dockerfile</c> holds.</summary>
/// <param name="Images">Sorted by name; each image below another one is in it too.</param>
public sealed record ImageCatalog(IReadOnlyList<ImageDefinition> Images)
{
    private const string DockerfileFolder = "deploy/images";

    /// <summary>The images that run somewhere.</summary>
    public IEnumerable<ImageDefinition> Deployed => Images.Where(i => i.IsDeployed);

    /// <summary>Reads the catalog.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="services">The .NET services.</param>
    /// <param name="baseReference">An image by digest to use as base (from the environment file); null = our own base.</param>
    /// <exception cref="UsageException">A project or folder is missing, a name is wrong or taken twice; all problems in one message.</exception>
    public static ImageCatalog Load(string root, IEnumerable<ServiceImage> services, string? baseReference = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        List<ImageDefinition> images = [baseReference is null ? new BaseImage() : new PulledImage(ImageNames.Base, baseReference), new DebianImage(), .. services];
        List<string> problems = [.. images.OfType<ServiceImage>().Where(s => !File.Exists(Path.Combine(root, s.ProjectPath))).Select(s => $"image '{s.Name}': there is no project {s.ProjectPath}")];
        var folder = Path.Combine(root, DockerfileFolder);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "Dockerfile", SearchOption.AllDirectories) : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var context = Path.GetDirectoryName(file)!;
            try
            {
                images.Add(new DockerfileImage(new ImageName(Path.GetFileName(context)), Path.GetRelativePath(root, context).Replace('\\', '/')));
            }
            catch (ArgumentException error)
            {
                problems.Add($"{Path.GetRelativePath(root, context)}: {error.Message}");
            }
        }

        problems.AddRange(images.GroupBy(i => i.Name).Where(g => g.Count() > 1).Select(g => $"image '{g.Key}' is defined {g.Count()} times"));
        return problems.Count == 0
            ? new ImageCatalog([.. images.OrderBy(i => i.Name)])
            : throw new UsageException($"The image catalog has {problems.Count} problem(s):\n  {string.Join("\n  ", problems)}");
    }

    /// <summary>The chosen images and all below them.</summary>
    /// <exception cref="UsageException">A name is unknown; the message lists the known ones.</exception>
    public ImageCatalog Only(params IReadOnlyCollection<ImageName> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var wanted = new SortedDictionary<ImageName, ImageDefinition>();
        foreach (var name in names)
        {
            for (ImageName? next = name; next is not null; next = wanted[next].Below)
            {
                wanted[next] = this[next];
            }
        }

        return new ImageCatalog([.. wanted.Values]);
    }

    /// <summary>One image.</summary>
    /// <exception cref="UsageException">The name is unknown; the message lists the known ones.</exception>
    public ImageDefinition this[ImageName name] => Images.FirstOrDefault(i => i.Name == name)
        ?? throw new UsageException($"There is no image '{name}'. Known: {string.Join(", ", Images.Select(i => i.Name))}.");
}
