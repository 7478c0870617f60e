import { type GraphCase, sampling, USUAL, usual } from "./comfy-graph.js";

/** Which sampler made the picture: second passes, refiners, detailers, several pictures. */
export const CHAIN_GRAPHS: readonly GraphCase[] = [
  { name: "text to picture", nodes: usual({}), expected: { ...USUAL, loras: null } },
  {
    name: "a second pass over a bigger latent",
    nodes: usual({
      finer: ["CLIPTextEncode", { text: "fine fur", clip: "@loader:1" }],
      bigger: ["LatentUpscaleBy", { samples: "@sampler", upscale_method: "nearest", scale_by: 1.5 }],
      second: [
        "KSampler",
        sampling({ seed: 7, steps: 9, cfg: 3, denoise: 0.4, positive: "@finer", latent_image: "@bigger" }),
      ],
      decode: ["VAEDecode", { samples: "@second", vae: "@loader:2" }],
    }),
    expected: USUAL,
  },
  {
    name: "base and refiner",
    nodes: usual({
      refining: ["CheckpointLoaderSimple", { ckpt_name: "xl/refiner.safetensors" }],
      fine: ["CLIPTextEncodeSDXLRefiner", { text: "fine fur", ascore: 6, clip: "@refining:1" }],
      sampler: [
        "KSamplerAdvanced",
        {
          add_noise: "enable",
          noise_seed: 904418262201,
          steps: 22,
          cfg: 6.5,
          start_at_step: 0,
          end_at_step: 18,
          model: "@loader",
          positive: "@good",
          negative: "@bad",
          latent_image: "@empty",
        },
      ],
      refine: [
        "KSamplerAdvanced",
        {
          add_noise: "disable",
          noise_seed: 0,
          steps: 30,
          cfg: 4,
          start_at_step: 18,
          end_at_step: 30,
          model: "@refining",
          positive: "@fine",
          negative: "@bad",
          latent_image: "@sampler",
        },
      ],
      decode: ["VAEDecode", { samples: "@refine", vae: "@loader:2" }],
    }),
    expected: USUAL,
  },
  {
    name: "detailers behind the sampler",
    nodes: usual({
      face: ["CLIPTextEncode", { text: "sharp eyes", clip: "@loader:1" }],
      detail: [
        "FaceDetailer",
        {
          image: "@decode",
          seed: 3,
          steps: 8,
          cfg: 2,
          denoise: 0.4,
          model: "@loader",
          clip: "@loader:1",
          vae: "@loader:2",
          positive: "@face",
          negative: "@bad",
          wildcard: "",
        },
      ],
      hands: [
        "DetailerForEachDebug",
        {
          image: "@detail",
          segs: "@decode",
          seed: 4,
          steps: 9,
          cfg: 3,
          denoise: 0.4,
          model: "@loader",
          positive: "@face",
          negative: "@bad",
        },
      ],
      save: ["SaveImage", { images: "@hands" }],
    }),
    expected: USUAL,
  },
  {
    name: "an upscaler that samples, and sharpens",
    nodes: usual({
      upscaling: ["UpscaleModelLoader", { model_name: "4x_ink.pth" }],
      upscale: [
        "UltimateSDUpscale",
        {
          image: "@decode",
          seed: 3,
          steps: 8,
          cfg: 2,
          denoise: 0.2,
          upscale_by: 2,
          model: "@loader",
          positive: "@good",
          negative: "@good",
          vae: "@loader:2",
          upscale_model: "@upscaling",
        },
      ],
      sharpen: ["ImageSharpen", { image: "@upscale", sharpen_radius: 1, sigma: 1, alpha: 1 }],
      save: ["Image Save", { images: "@sharpen", output_path: "x" }],
    }),
    expected: USUAL,
  },
  {
    name: "picture to picture",
    nodes: usual({
      photo: ["LoadImage", { image: "photo.png" }],
      empty: ["VAEEncode", { pixels: "@photo", vae: "@loader:2" }],
      sampler: ["KSampler", sampling({ denoise: 0.6 })],
    }),
    expected: USUAL,
  },
  {
    name: "inpainting",
    nodes: usual({
      photo: ["LoadImage", { image: "photo.png" }],
      inpaint: [
        "InpaintModelConditioning",
        {
          positive: "@good",
          negative: "@bad",
          vae: "@loader:2",
          pixels: "@photo",
          mask: "@photo:1",
          noise_mask: true,
        },
      ],
      sampler: [
        "KSampler",
        sampling({ positive: "@inpaint", negative: "@inpaint:1", latent_image: "@inpaint:2" }),
      ],
    }),
    expected: USUAL,
  },
  {
    name: "a picture that only a detailer touched",
    nodes: usual({
      photo: ["LoadImage", { image: "photo.png" }],
      detail: [
        "FaceDetailer",
        { image: "@photo", seed: 3, steps: 8, cfg: 2, model: "@loader", positive: "@good", negative: "@bad" },
      ],
      save: ["SaveImage", { images: "@detail" }],
      sampler: ["LoadImage", { image: "other.png" }],
      decode: ["PreviewImage", { images: "@sampler" }],
    }),
    expected: { prompt: null, seed: null, steps: null },
  },
  {
    name: "two pictures of one graph: only what both say",
    nodes: usual({
      other: ["KSampler", sampling({ seed: 11 })],
      decode2: ["VAEDecode", { samples: "@other", vae: "@loader:2" }],
      save2: ["SaveImage", { images: "@decode2" }],
    }),
    expected: { ...USUAL, seed: null },
  },
  {
    name: "previews do not count beside saved pictures",
    nodes: usual({
      other: ["KSampler", sampling({ seed: 11, steps: 3, positive: "@bad", negative: "@good" })],
      decode2: ["VAEDecode", { samples: "@other", vae: "@loader:2" }],
      look: ["PreviewImage", { images: "@decode2" }],
    }),
    expected: USUAL,
  },
  {
    name: "ControlNets in a row, one made of another sampler's picture",
    nodes: usual({
      depth: ["ControlNetLoader", { control_net_name: "depth.safetensors" }],
      draft: ["KSampler", sampling({ seed: 1, steps: 2, positive: "@bad" })],
      sketch: ["VAEDecode", { samples: "@draft", vae: "@loader:2" }],
      one: [
        "ControlNetApplyAdvanced",
        { strength: 0.5, positive: "@good", negative: "@bad", control_net: "@depth", image: "@sketch" },
      ],
      two: [
        "ControlNetApplySD3",
        { strength: 0.5, positive: "@one", negative: "@one:1", control_net: "@depth", image: "@sketch" },
      ],
      sampler: ["KSampler", sampling({ positive: "@two", negative: "@two:1" })],
    }),
    expected: USUAL,
  },
  {
    name: "the old ControlNet node, areas and time ranges",
    nodes: usual({
      depth: ["ControlNetLoader", { control_net_name: "depth.safetensors" }],
      photo: ["LoadImage", { image: "photo.png" }],
      one: [
        "ControlNetApply",
        { strength: 0.5, conditioning: "@good", control_net: "@depth", image: "@photo" },
      ],
      area: ["ConditioningSetArea", { conditioning: "@one", width: 8, height: 8, x: 0, y: 0, strength: 1 }],
      late: ["ConditioningSetTimestepRange", { conditioning: "@area", start: 0, end: 0.8 }],
      box: [
        "GLIGENTextBoxApply",
        {
          conditioning_to: "@late",
          clip: "@loader:1",
          gligen_textbox_model: "@depth",
          text: "a moon",
          width: 8,
          height: 8,
          x: 0,
          y: 0,
        },
      ],
      sampler: ["KSampler", sampling({ positive: "@box" })],
    }),
    expected: USUAL,
  },
  {
    name: "a loop among nodes",
    nodes: usual({
      ring: ["Reroute", { "": "@ring2" }],
      ring2: ["Reroute", { "": "@ring" }],
      sampler: ["KSampler", sampling({ positive: "@ring", model: "@ring" })],
    }),
    expected: { ...USUAL, prompt: null, "source.model": null },
  },
];
