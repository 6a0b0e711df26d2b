using System.Runtime.InteropServices;
using SiteBuilder.Delivery.Images.Debian;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.DotNet;
using SiteBuilder.Delivery.Images.Hashing;

namespace SiteBuilder.Delivery.Images;

/// <summary>Collects the inputs of an image, except the digest of the image below it, which may not be known yet.</summary>
internal sealed class ImageInputs(string root, FileHashes hashes, DebianSources sources)
{
    private const string ServiceRecipe = "service-1";
    private const string DockerfileRecipe = "dockerfile-1";
    private readonly ProjectInputs _projects = new(root, hashes);

    public SortedDictionary<string, string> Of(ImageDefinition image)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["runtime of this build"] = Environment.Version.ToString() };
        switch (image)
        {
            case BaseImage:
                Add(inputs, DebianRecipe.Base);
                break;
            case DebianImage:
                Add(inputs, DebianRecipe.BuildBase);
                break;
            case PulledImage pulled:
                inputs["reference"] = pulled.Reference;
                break;
            case ServiceImage service:
                inputs["recipe"] = ServiceRecipe;
                inputs["installed SDKs"] = SdkVersions.Installed();
                _projects.CollectFile(RuntimePacks.Project, inputs);
                _projects.Collect(service.ProjectPath, inputs);
                break;
            case DockerfileImage dockerfile:
                inputs["recipe"] = DockerfileRecipe;
                _projects.CollectFolder(Path.Combine(root, dockerfile.Folder), inputs);
                foreach (var (name, value) in dockerfile.Arguments)
                {
                    inputs[$"argument {name}"] = value;
                }

                break;
            default:
                throw new NotSupportedException($"No inputs are defined for {image.GetType().Name}.");
        }

        return inputs;
    }

    private void Add(SortedDictionary<string, string> inputs, DebianRecipe recipe)
    {
        inputs["variant"] = recipe.Variant;
        inputs["packages"] = string.Join(' ', recipe.Packages);
        inputs["finish"] = recipe.Finish;
        inputs["architecture"] = RuntimeInformation.OSArchitecture.ToString();
        inputs["package sources"] = string.Join('\n', sources.Lines);
    }
}
