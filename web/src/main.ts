import 'maplibre-gl/dist/maplibre-gl.css';
import './app/fonts.css';
import './app/app.css';
import { mount } from 'svelte';
import App from './app/App.svelte';

mount(App, { target: document.getElementById('app')! });
